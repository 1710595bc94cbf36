import { join } from 'node:path'
import { connectDuckDb } from '../../../src/duckdb/connection.ts'
import { resource } from '../../../src/index.ts'
import { minutes, pipelineAt } from './chatbot-world.ts'
import { type Place, still, type World } from './world.ts'

const FIRST = 1000
const START = Date.UTC(2026, 0, 1)

/** A table of so many rows: the first thousand by a run, the others by SQL, as they would have come. */
export const large =
  (rows: number) =>
  async (place: Place): Promise<World> => {
    const events = Array.from({ length: FIRST }, (_, n) => ({
      id: n,
      kind: ['view', 'click', 'buy'][n % 3],
      amount: (n % 1000) / 8,
      at: new Date(START + n * 1000),
      note: n % 50 === 0 ? `note of ${n}` : null,
    }))
    const options = { name: 'event_pipeline', dataset: 'event_data' }
    await pipelineAt(place, minutes(15), options).run(resource({ name: 'events', primaryKey: 'id' }, events))
    await using connection = await connectDuckDb(join(place.folder, 'event_pipeline.duckdb'))
    await connection.execute(`
      INSERT INTO event_data.events BY NAME
      SELECT n AS id, ['view', 'click', 'buy'][n % 3 + 1] AS kind, (n % 1000) / 8 AS amount,
        make_timestamptz(${START * 1000} + n * 1000000) AS at, CASE WHEN n % 50 = 0 THEN 'note of ' || n END AS note,
        (SELECT max(_dlt_load_id) FROM event_data.events) AS _dlt_load_id, 'x' || n AS _dlt_id
      FROM range(${FIRST}, ${rows}) AS numbers(n)`)
    return still(`a table of ${rows} rows`, 'event_pipeline')
  }
