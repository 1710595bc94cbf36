import type pg from 'pg'
import type { Row } from '../../../contracts/page.ts'
import type { TableQuery } from '../database.ts'
import { columnsOf } from './columns-of.ts'
import { valueIn } from './value-in.ts'

const AS_TEXTS = { rowMode: 'array', types: { getTypeParser: () => (text: string) => text } } as const

/** Rows of a query by a cursor, as they are asked for. */
export async function* cursorRows(
  client: pg.Client,
  { sql, chunkSize }: TableQuery,
  signal: AbortSignal,
): AsyncIterable<readonly Row[]> {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const columns = await columnsOf(client, sql)
  const list = columns.map(({ name, expression }) => `${expression} AS "${name.replaceAll('"', '""')}"`).join(', ')
  await client.query(`DECLARE tolva_rows NO SCROLL CURSOR FOR SELECT ${list} FROM (${sql}\n) q`)
  const readers = columns.map(({ name, oid }) => [name, valueIn(oid)] as const)
  for (;;) {
    signal.throwIfAborted()
    const { rows } = await client.query<(string | null)[]>({ text: `FETCH ${chunkSize} FROM tolva_rows`, ...AS_TEXTS })
    if (rows.length > 0) yield rows.map((cells) => rowOf(readers, cells))
    if (rows.length < chunkSize) break
  }
  await client.query('COMMIT')
}

function rowOf(
  readers: readonly (readonly [string, (text: string) => unknown])[],
  cells: readonly (string | null)[],
): Row {
  const row: Record<string, unknown> = {}
  for (const [index, [name, read]] of readers.entries()) {
    const cell = cells[index] ?? null
    row[name] = cell === null ? null : read(cell)
  }
  return row
}
