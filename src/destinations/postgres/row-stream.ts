import type pg from 'pg'
import type { RowStream } from '../../contracts/destination.ts'
import { databaseError } from './database-error.ts'
import { outType } from './value-out.ts'

const ROWS_AT_ONCE = 2_000
/** What has no cursor: its few rows come at once. */
const NO_CURSOR = /^(?:\s|--[^\n]*\n|\/\*.*?\*\/)*(?:explain|show)\b/is

export interface CursorOptions {
  readonly sql: string
  readonly params: readonly (string | boolean | null | Buffer)[]
  readonly readOnly: boolean
  /** What makes the transaction read as the session does, where that does not last. */
  readonly setUp?: string
  readonly location: string
  readonly options: Pick<pg.QueryArrayConfig, 'rowMode' | 'types'>
  /** Called once the reader has all rows or leaves. */
  readonly end: () => Promise<void>
}

/** Rows of a query by a cursor of a transaction of its own, as they are asked for. */
export async function cursorRows(client: pg.Client, cursor: CursorOptions): Promise<RowStream> {
  const { sql, params, location, end } = cursor
  const ask = (text: string, values: readonly unknown[] = []) =>
    client.query<unknown[]>({ text, values: [...values], ...cursor.options })
  await client.query(cursor.readOnly ? 'BEGIN TRANSACTION READ ONLY' : 'BEGIN')
  if (cursor.setUp !== undefined) await client.query(cursor.setUp)
  const direct = NO_CURSOR.test(sql)
  if (!direct) await ask(`DECLARE tolva_rows NO SCROLL CURSOR FOR ${sql}`, params)
  const next = () => ask(`FETCH ${ROWS_AT_ONCE} FROM tolva_rows`)
  const first = direct ? await ask(sql, params) : await next()
  return {
    columns: first.fields.map(({ name, dataTypeID }) => ({ name, type: outType(dataTypeID).name })),
    async *[Symbol.asyncIterator]() {
      try {
        if (first.rows.length > 0) yield first.rows
        for (let more = !direct && first.rows.length === ROWS_AT_ONCE; more; ) {
          const { rows } = await next()
          if (rows.length > 0) yield rows
          more = rows.length === ROWS_AT_ONCE
        }
      } catch (error) {
        throw databaseError(error, { location })
      } finally {
        await end()
      }
    },
  }
}
