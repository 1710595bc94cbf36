import type pg from 'pg'
import type { RowStream } from '../../contracts/destination.ts'

/** How an engine that speaks PostgreSQL's protocol gives rows. */
export interface CursorEngine {
  /** Begins the transaction of the cursor. */
  readonly begin: string
  /** `NO SCROLL CURSOR`. */
  readonly cursor: string
  /** What has no cursor: its few rows come at once. */
  isDirect(sql: string): boolean
  readonly rowsAtOnce: number
  /** Rows as arrays, of values as a dataset has them. */
  readonly options: Pick<pg.QueryArrayConfig, 'rowMode' | 'types'>
  /** Of a type's number. */
  typeName(oid: number): string
  toError(error: unknown): unknown
}

export interface CursorOptions {
  readonly sql: string
  readonly params: readonly (string | boolean | null | Buffer)[]
  /** What makes the transaction read as the session does, where that does not last. */
  readonly setUp?: string
  /** true: rows are asked for a few at a time, more only while they are small. */
  readonly fewAtOnce?: boolean
  /** Called once the reader has all rows or leaves. */
  readonly end: () => Promise<void>
}

const FEW = 10
const BYTES_AT_ONCE = 2_000_000

/** Rows of a query by a cursor of a transaction of its own, as they are asked for. */
export async function cursorRows(
  client: pg.Client,
  engine: CursorEngine,
  { sql, params, setUp, fewAtOnce = false, end }: CursorOptions,
): Promise<RowStream> {
  let rowsAtOnce = fewAtOnce ? FEW : engine.rowsAtOnce
  // Without values the simple protocol is spoken, in which every statement of every engine is at home.
  const ask = (text: string, values: readonly unknown[] = []) =>
    client.query<unknown[]>({ text, ...(values.length > 0 && { values: [...values] }), ...engine.options })
  await client.query(engine.begin)
  if (setUp !== undefined) await client.query(setUp)
  const direct = engine.isDirect(sql)
  const declare = `DECLARE tolva_rows ${engine.cursor} FOR `
  if (!direct) await ask(declare + sql, params).catch(placedIn(declare, engine))
  const next = () => ask(`FETCH ${rowsAtOnce} FROM tolva_rows`)
  const first = direct ? await ask(sql, params) : await next()
  return {
    columns: first.fields.map(({ name, dataTypeID }) => ({ name, type: engine.typeName(dataTypeID) })),
    async *[Symbol.asyncIterator]() {
      try {
        if (first.rows.length > 0) yield first.rows
        let last = first.rows
        while (!direct && last.length === rowsAtOnce) {
          if (fewAtOnce)
            rowsAtOnce = Math.min(engine.rowsAtOnce, Math.max(1, Math.floor(BYTES_AT_ONCE / sizeOfRow(last))))
          last = (await next()).rows
          if (last.length > 0) yield last
        }
      } catch (error) {
        throw engine.toError(error)
      } finally {
        await end()
      }
    },
  }
}

/** About how many bytes the largest row has. */
function sizeOfRow(rows: readonly (readonly unknown[])[]): number {
  const sizes = rows.map((row) => row.reduce<number>((sum, value) => sum + sizeOfValue(value), 1))
  return Math.max(...sizes)
}

function sizeOfValue(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8
}

/** Throws an error of the statement, its position counted from behind what stands before it. */
const placedIn = (before: string, engine: CursorEngine) => (error: unknown) => {
  if (error instanceof Error && 'position' in error && typeof error.position === 'string') {
    error.position = String(Number(error.position) - before.length)
  }
  throw engine.toError(error)
}
