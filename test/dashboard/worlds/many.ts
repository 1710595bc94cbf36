import { resource, source } from '../../../src/index.ts'
import { minutes, pipelineAt } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

const AREAS = ['crm', 'billing', 'support', 'warehouse', 'marketing']
const THINGS = ['accounts', 'invoices', 'tickets', 'shipments', 'campaigns', 'events']
const DIGITS = 3

/** So many tables, every fifth of which is nested; they refer to each other. */
export const tables =
  (count: number) =>
  async (place: Place): Promise<World> => {
    const roots = Math.round((count * 4) / 5)
    const name = (index: number) =>
      `${AREAS[index % AREAS.length]}_${THINGS[index % THINGS.length]}_${String(index).padStart(DIGITS, '0')}`
    const resources = Array.from({ length: roots }, (_, index) =>
      resource(
        {
          name: name(index),
          primaryKey: 'id',
          ...(index % 4 !== 0 && {
            references: [{ referencedTable: name(index - (index % 4)), columns: ['owner'], referencedColumns: ['id'] }],
          }),
        },
        [1, 2, 3].map((id) => ({
          id,
          owner: id,
          name: `Row ${id} of ${index}`,
          amount: id * 1.5,
          open: id % 2 === 0,
          at: new Date(Date.UTC(2026, 0, id)),
          ...(index % 4 === 0 && { items: [{ sku: `S${id}`, count: id }] }),
        })),
      ),
    )
    const erp = source({ name: 'erp', resources: () => resources })
    await pipelineAt(place, minutes(5), { name: 'erp_pipeline', dataset: 'erp_data' }).run(erp())
    return still(`${count} tables`, 'erp_pipeline')
  }

const BAD = new Set([37, 38, 90, 151])

/** So many runs of a small pipeline, one an hour, a few of which failed. */
export const loads =
  (count: number) =>
  async (place: Place): Promise<World> => {
    for (let index = 0; index < count; index += 1) {
      const rows = Math.round(20 + 15 * Math.sin(index / 9) + (index % 24))
      const metrics = resource(
        { name: 'metrics', incremental: { cursorPath: 'n', initialValue: 0 } },
        async function* ({ incremental }) {
          const first = Number(incremental?.startValue ?? 0)
          yield Array.from({ length: rows }, (_, offset) => ({
            n: first + offset + 1,
            kind: index % 3,
            value: offset / 7,
          }))
          if (BAD.has(index)) throw new Error(`the counter of hour ${index} did not answer`)
        },
      )
      const heartbeat = resource({ name: 'heartbeat' }, [{ hour: index, ok: true }])
      const run = pipelineAt(place, minutes((count - index) * 60), {
        name: 'hourly_pipeline',
        dataset: 'hourly_data',
        keep: { loaded: count, traces: count },
      }).run([metrics, heartbeat])
      if (BAD.has(index)) await run.catch(() => undefined)
      else await run
    }
    return still(`${count} loads`, 'hourly_pipeline')
  }
