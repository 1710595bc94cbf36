import type pg from 'pg'
import type { Row } from '../../../contracts/page.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { floatMark } from '../../float-mark.ts'
import type { TableQuery } from '../database.ts'
import { valueUnreadable } from '../value-unreadable.ts'
import { columnsOf } from './columns-of.ts'
import { valueIn } from './value-in.ts'

const AS_TEXTS = { rowMode: 'array', types: { getTypeParser: () => (text: string) => text } } as const

/** Rows of a query by a cursor, as they are asked for. */
export async function* cursorRows(
  client: pg.Client,
  { sql, chunkSize, table }: TableQuery,
  signal: AbortSignal,
): AsyncIterable<readonly Row[]> {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const columns = await columnsOf(client, sql)
  const list = columns.map(({ name, expression }) => `${expression} AS ${quoteName(name)}`).join(', ')
  await client.query(`DECLARE tolva_rows NO SCROLL CURSOR FOR SELECT ${list} FROM (${sql}\n) q`)
  const mark = floatMark(columns.filter(({ oid }) => FLOATS.includes(oid)).map(({ name }) => name))
  const readers = columns.map(({ name, oid }) => ({ name, oid, read: valueIn(oid) }))
  let before = 0
  for (;;) {
    signal.throwIfAborted()
    const { rows } = await client.query<(string | null)[]>({ text: `FETCH ${chunkSize} FROM tolva_rows`, ...AS_TEXTS })
    if (rows.length > 0)
      yield rows.map((cells, index) => ({
        ...rowOf(readers, cells, { table: table.name, row: before + index }),
        ...mark,
      }))
    if (rows.length < chunkSize) break
    before += rows.length
  }
  await client.query('COMMIT')
}

interface Reader {
  readonly name: string
  readonly oid: number
  readonly read: (text: string) => unknown
}

const NUMERIC = 1700
const FLOATS = [700, 701]

function rowOf(
  readers: readonly Reader[],
  cells: readonly (string | null)[],
  at: { readonly table: string; readonly row: number },
): Row {
  const row: Record<string, unknown> = {}
  for (const [index, { name, oid, read }] of readers.entries()) {
    const cell = cells[index] ?? null
    // Only PostgreSQL knows numerics that are no number.
    if (oid === NUMERIC && (cell === 'NaN' || cell?.endsWith('Infinity'))) {
      throw valueUnreadable({ ...at, column: name, type: 'a decimal', reason: `it is ${cell}` })
    }
    row[name] = cell === null ? null : read(cell)
  }
  return row
}
