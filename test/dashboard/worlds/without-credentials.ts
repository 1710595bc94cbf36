import { resource } from '../../../src/index.ts'
import { ownServer } from '../../postgres/own-server.ts'
import { minutes, pipelineAt } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

/** Loads into PostgreSQL whose credentials are nowhere any more; where there is no PostgreSQL, a package that waits for them. */
export async function withoutCredentials(place: Place): Promise<World> {
  const orders = (count: number) =>
    resource(
      { name: 'orders', primaryKey: 'id', writeDisposition: 'merge' },
      Array.from({ length: count }, (_, id) => ({ id, total: id * 2.5, lines: [{ sku: `S${id}` }] })),
    )
  const options = { name: 'warehouse_pipeline', destination: 'postgres', dataset: 'warehouse_data' }
  await using server = await ownServer()
  if (server === undefined) await pipelineAt(place, minutes(25), options).prepare(orders(12))
  else {
    const env = { DESTINATION__POSTGRES__CREDENTIALS: server.url }
    await pipelineAt(place, minutes(300), { ...options, env }).run(orders(12))
    await pipelineAt(place, minutes(25), { ...options, env }).run(orders(20))
  }
  return still('loads into PostgreSQL, without credentials', 'warehouse_pipeline')
}
