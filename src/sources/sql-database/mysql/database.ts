import type { Connection } from 'mysql2'
import type { Row } from '../../../contracts/page.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import { parseExact } from '../../../values/exact-json.ts'
import { parseIsoDate, parseIsoMoment, parseIsoTime } from '../../../values/iso.ts'
import { Decimal } from '../../../values/kinds.ts'
import { toValue } from '../../../values/to-value.ts'
import { floatMark } from '../../float-mark.ts'
import { locationOf, type SqlCredentials } from '../credentials.ts'
import type { SourceDatabase, TableRequest } from '../database.ts'
import { databaseProblem, talking } from '../database-problem.ts'
import type { ReflectedColumn, ReflectedTable } from '../reflected.ts'
import { connectToRead } from './connect.ts'
import { reflectedType } from './reflected-type.ts'

/** A session on a MySQL or MariaDB database; each query is one snapshot of it. */
export async function openMySql(credentials: SqlCredentials): Promise<SourceDatabase> {
  const location = locationOf(credentials)
  const connection = await talking({ location }, () => connectToRead(credentials))
  let isStreaming = false
  return {
    dialect: {
      quote: (name) => `\`${name.replaceAll('`', '``')}\``,
      literal: (value) => (typeof value === 'string' ? literal(value) : String(value)),
    },
    tables: (request) => talking({ location }, () => reflect(connection, request)),
    async *rows({ sql, table, chunkSize }, signal) {
      const mark = floatMark(table.columns.filter(({ type }) => type?.dataType === 'double').map(({ name }) => name))
      const readers = new Map(table.columns.map(({ name, sqlType }) => [name, readerOf(sqlType)]))
      try {
        await connection.promise().query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
        isStreaming = true
        const stream = connection.query({ sql }).stream({ highWaterMark: 1_000 })
        let rows: Row[] = []
        for await (const found of stream) {
          rows.push({ ...rowOf(found, readers), ...mark })
          if (rows.length < chunkSize) continue
          signal.throwIfAborted()
          yield rows
          rows = []
        }
        isStreaming = false
        if (rows.length > 0) yield rows
        await connection.promise().query('COMMIT')
      } catch (error) {
        throw databaseProblem(error, { location, table: table.name })
      }
    },
    async [Symbol.asyncDispose]() {
      // A server that is still sending would not hear that it is to stop.
      if (isStreaming) connection.destroy()
      else
        await connection
          .promise()
          .end()
          .catch(() => undefined)
    },
  }
}

/** A time in the form that every version compares with. */
function literal(value: string): string {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|\+00:00)?$/.exec(value) ?? []
  const text = date === undefined ? value : `${date} ${time}`
  return quoteText(text)
}

const COLUMNS = `
SELECT c.TABLE_NAME AS tab, c.COLUMN_NAME AS col, c.DATA_TYPE AS type, c.COLUMN_TYPE AS shown, c.IS_NULLABLE AS nullable,
  c.CHARACTER_MAXIMUM_LENGTH AS length, c.NUMERIC_PRECISION AS digits, c.NUMERIC_SCALE AS places, k.ORDINAL_POSITION AS keyed
FROM information_schema.COLUMNS c
JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
LEFT JOIN information_schema.KEY_COLUMN_USAGE k ON k.TABLE_SCHEMA = c.TABLE_SCHEMA AND k.TABLE_NAME = c.TABLE_NAME
  AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY'
WHERE c.TABLE_SCHEMA = coalesce(?, database()) AND (t.TABLE_TYPE <> 'VIEW' OR ?)
ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`

async function reflect(connection: Connection, request: TableRequest): Promise<readonly ReflectedTable[]> {
  const { schema, names, includeViews } = request
  const [rows] = await connection.promise().query(COLUMNS, [schema ?? null, includeViews || names !== undefined])
  const tables = new Map<string, { readonly columns: ReflectedColumn[]; readonly keys: [number, string][] }>()
  for (const row of Array.isArray(rows) ? rows : []) {
    const text = (key: string) => String(Reflect.get(row, key))
    const number = (key: string) => (Reflect.get(row, key) === null ? undefined : Number(Reflect.get(row, key)))
    const table = text('tab')
    if (names !== undefined && !names.includes(table)) continue
    const found = tables.get(table) ?? { columns: [], keys: [] }
    tables.set(table, found)
    const sizes = { length: number('length'), precision: number('digits'), scale: number('places') }
    const type = { name: text('type').toLowerCase(), ...sizes, isUnsigned: text('shown').includes('unsigned') }
    const column = { name: text('col'), nullable: text('nullable') === 'YES', sqlType: type.name }
    found.columns.push({ ...column, ...reflectedType(type) })
    const key = number('keyed')
    if (key !== undefined) found.keys.push([key, column.name])
  }
  return [...tables].map(([name, { columns, keys }]) => ({
    schema,
    name,
    columns,
    primaryKey: keys.toSorted(([a], [b]) => a - b).map(([, key]) => key),
  }))
}

function rowOf(found: object, readers: ReadonlyMap<string, (value: unknown) => unknown>): Row {
  const row: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(found))
    row[name] = value === null ? null : (readers.get(name)?.(value) ?? value)
  return row
}

/** How a value as the driver gives it becomes one of its type. */
function readerOf(type: string): (value: unknown) => unknown {
  const ofText = (read: (text: string) => unknown) => (value: unknown) =>
    typeof value === 'string' ? read(value) : value
  switch (type) {
    case 'decimal':
      return ofText((text) => new Decimal(text))
    case 'bigint':
      return (value) => (typeof value === 'string' ? BigInt(value) : value)
    case 'date':
      return ofText((text) => parseIsoDate(text) ?? text)
    case 'time':
      return ofText((text) => parseIsoTime(text) ?? text)
    case 'datetime':
    case 'timestamp':
      return ofText((text) => parseIsoMoment(text.replace(' ', 'T')) ?? text)
    case 'json':
      return ofText((text) => toValue(parseExact(Buffer.from(text))) ?? null)
    default:
      return (value) => (Buffer.isBuffer(value) ? new Uint8Array(value) : value)
  }
}
