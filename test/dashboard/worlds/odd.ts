import { resource, source, TolvaError } from '../../../src/index.ts'
import { minutes, pipelineAt } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

/** Runs where a page takes it for markup: `globalThis.attacked` is set then. */
export const ATTACK = '<img src=x onerror="globalThis.attacked=1">'
const SCRIPT = '<script>globalThis.attacked=1</script>'

/** Names, values and an error as nobody would choose them. The naming convention leaves them as they are. */
export async function odd(place: Place): Promise<World> {
  const rows = [
    {
      id: 1,
      'größe "in" cm': 180,
      列名: '値',
      [ATTACK]: ATTACK,
      'a,b;c\td': 'comma, "quote"\nand a line',
      '': 'no name',
    },
    { id: 2, 'größe "in" cm': null, 列名: '', [ATTACK]: SCRIPT, 'a,b;c\td': '=1+1', '': null },
    {
      id: 3,
      'größe "in" cm': 3,
      列名: '🙂 \u202eright to left',
      [ATTACK]: 'x'.repeat(20_000),
      'a,b;c\td': ' ',
      '': '',
    },
  ].map((row) => ({
    ...row,
    "it's nested": [{ 'k/%2F..': '../../etc/passwd', html: SCRIPT }],
    deep: { json: { a: [1, { b: ATTACK }] } },
  }))
  const shapes = source({
    name: 'odd',
    naming: 'direct',
    resources: () => [
      resource({ name: `people ${ATTACK}`, primaryKey: 'id', maxTableNesting: 1 }, rows),
      resource({ name: 'select' }, [{ from: 1, where: 'x', 'group by': true }]),
      resource({ name: 'Tische & Stühle/100%' }, [{ 'preis €': 9.5, big: 9_007_199_254_740_993n, at: new Date(0) }]),
    ],
  })
  const options = { name: 'odd_pipeline', dataset: 'odd_data' }
  await pipelineAt(place, minutes(90), options).run(shapes())
  const broken = source({
    name: 'odd',
    naming: 'direct',
    resources: () => [
      resource({ name: 'broken' }, () => {
        throw new Error(`the server said ${ATTACK} and ${SCRIPT} & "quotes" ${'very long '.repeat(60)}`)
      }),
    ],
  })
  await pipelineAt(place, minutes(4), options)
    .run(broken())
    .then(
      () => Promise.reject(new Error('this run was to fail')),
      (error: unknown) => {
        if (!(error instanceof TolvaError)) throw error
      },
    )
  return still('names, values and an error that look like markup', 'odd_pipeline')
}
