import { resource, source } from '../../../src/index.ts'
import { minutes, pipelineAt } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

const people = (count: number, more: (id: number) => object) =>
  Array.from({ length: count }, (_, id) => ({ id, name: `Person ${id}`, score: id * 3, ...more(id) }))

/** Three shapes of the same source: a new column, then a value of another type, a nested list, and a new table. */
const SHAPES = [
  () => [
    resource(
      { name: 'people', primaryKey: 'id', writeDisposition: 'merge' },
      people(30, () => ({})),
    ),
  ],
  () => [
    resource(
      { name: 'people', primaryKey: 'id', writeDisposition: 'merge' },
      people(40, (id) => ({ city: ['Lima', 'Kyoto', 'Łódź'][id % 3], joined: new Date(Date.UTC(2026, 0, 1 + id)) })),
    ),
  ],
  () => [
    resource(
      { name: 'people', primaryKey: 'id', writeDisposition: 'merge' },
      people(50, (id) => ({
        city: 'Lima',
        score: id % 10 === 0 ? 'unknown' : id * 3,
        tags: id % 2 === 0 ? ['new', `group ${id % 5}`] : [],
        address: { street: `Street ${id}`, zip: `${1000 + id}` },
      })),
    ),
    resource({ name: 'cities', primaryKey: 'name', writeDisposition: 'replace' }, [
      { name: 'Lima', country: 'PE', population: 10_092_000n },
      { name: 'Kyoto', country: 'JP', population: 1_463_723n },
    ]),
  ],
]

/** A schema that changed in each of its three runs. */
export async function changed(place: Place): Promise<World> {
  for (const [index, resources] of SHAPES.entries()) {
    const crm = source({ name: 'crm', resources })
    const ago = minutes((SHAPES.length - index) * 300)
    await pipelineAt(place, ago, { name: 'crm_pipeline', dataset: 'crm_data' }).run(crm())
  }
  return still('new columns, a variant, a nested and a new table', 'crm_pipeline')
}
