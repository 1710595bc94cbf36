import { existsSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { decodeState } from '../../../src/values/state-codec.ts'
import { comparableValue } from './comparable-value.ts'
import type { RunSnapshot, TableSnapshot } from './snapshot.ts'
import { isSystemTable } from './symbolize.ts'

type Row = Record<string, unknown>

interface ReadRequest {
  readonly file: string
  readonly dataset: string
  /** System timestamps before this (milliseconds) are reported as they are. */
  readonly since: number
}

/** Reads a whole dataset out of a DuckDB file in the form in which the cases record it, but for row ids, which stay as they are. */
export async function readDataset(request: ReadRequest): Promise<RunSnapshot['tables']> {
  if (!existsSync(request.file)) return {}
  const instance = await DuckDBInstance.create(request.file, { access_mode: 'READ_ONLY' })
  try {
    const connection = await instance.connect()
    await connection.run("SET TimeZone = 'UTC'")
    const read = async (sql: string): Promise<Row[]> => {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRowObjectsJS()
    }
    const tables: Record<string, TableSnapshot> = {}
    const columns = await read(
      `SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE schema_name = ${text(request.dataset)} ORDER BY table_name, column_index`,
    )
    for (const [table, own] of Map.groupBy(columns, (column) => String(column.table_name))) {
      const described = own.map(
        (column) => [String(column.column_name), String(column.data_type), column.is_nullable === true] as const,
      )
      const list = described.map(([name, type]) => `${selectAs(name, type)} AS ${quote(name)}`).join(', ')
      const rows = await read(`SELECT ${list} FROM ${quote(request.dataset)}.${quote(table)}`)
      tables[table] = {
        columns: described,
        rows: rows.map((row) =>
          Object.fromEntries(described.map(([name, type]) => [name, tagged(row[name], type)] as const)),
        ),
      }
    }
    return symbolic(tables, request.since)
  } finally {
    instance.closeSync()
  }
}

function selectAs(name: string, type: string): string {
  const column = quote(name)
  if (type === 'TIMESTAMP WITH TIME ZONE') return `CAST(epoch_us(${column}) AS VARCHAR)`
  if (type.startsWith('TIMESTAMP')) return `CAST(epoch_us(CAST(${column} AS TIMESTAMP)) AS VARCHAR)`
  if (type === 'BLOB') return `to_base64(${column})`
  if (type === 'BOOLEAN' || type === 'DOUBLE' || type === 'FLOAT') return column
  return `CAST(${column} AS VARCHAR)`
}

function tagged(value: unknown, type: string): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return { $float: 'nan' }
    if (!Number.isFinite(value)) return { $float: value > 0 ? 'inf' : '-inf' }
    return Number.isInteger(value) ? { $float: String(value) } : value
  }
  const content = String(value)
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) {
    return Number.isSafeInteger(Number(content)) ? Number(content) : { $int: content }
  }
  if (type.startsWith('DECIMAL')) return { $decimal: content }
  if (type.startsWith('TIMESTAMP')) return { $datetime: isoText(BigInt(content), type.endsWith('ZONE')) }
  if (type === 'DATE') return { $date: content }
  if (type.startsWith('TIME')) return { $time: content }
  if (type === 'BLOB') return { $bytes: content }
  return content
}

function isoText(micros: bigint, zoned: boolean): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19)
  return `${seconds}${fraction === 0n ? '' : `.${String(fraction).padStart(6, '0')}`}${zoned ? '+00:00' : ''}`
}

/** Load ids, wall clock times, state and schema texts as the cases write them. */
function symbolic(tables: RunSnapshot['tables'], since: number): RunSnapshot['tables'] {
  const loads = loadIds(tables)
  const times = new Map([...loads].map(([id, symbol]) => [loadTime(id), symbol.replace('@load:', '@load_ts:')]))
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => {
      const rows = table.rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            isSystemTable(name) ? systemCell(column, value) : (loadSymbol(value) ?? timeSymbol(value)),
          ]),
        ),
      )
      return [name, { ...table, rows }]
    }),
  )

  function loadSymbol(value: unknown): string | undefined {
    return typeof value === 'string' ? loads.get(value) : undefined
  }

  function timeSymbol(value: unknown): unknown {
    const micros = microsOf(value)
    return (micros !== undefined && times.get(micros)) || value
  }

  function systemCell(column: string, value: unknown): unknown {
    if (column === 'load_id' || column === '_dlt_load_id') return loadSymbol(value) ?? value
    if (column === '_dlt_id') return '@id'
    if (column === 'state') return { $state_sources: stateSources(value) }
    const micros = microsOf(value)
    if (micros === undefined) return value
    return Number(micros) / 1000 >= since - 1000 && Number(micros) / 1000 <= Date.now() + 1000 ? '@ts' : value
  }
}

function loadIds(tables: RunSnapshot['tables']): Map<string, string> {
  const ids = new Set<string>()
  for (const { rows } of Object.values(tables)) {
    for (const row of rows) {
      for (const id of [row.load_id, row._dlt_load_id]) {
        if (typeof id === 'string' && /^\d{10}(\.\d{1,7})?$/.test(id)) ids.add(id)
      }
    }
  }
  return new Map([...ids].sort().map((id, index) => [id, `@load:${index}`]))
}

function loadTime(id: string): string {
  const [seconds = '0', fraction = ''] = id.split('.')
  return `${BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0') || '0')}`
}

function microsOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('$datetime' in value)) return undefined
  const [, seconds, fraction = ''] = /^([^.+]*)(?:\.(\d+))?/.exec(String(value.$datetime)) ?? []
  const millis = Date.parse(`${seconds}Z`)
  return Number.isNaN(millis) ? undefined : `${BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0'))}`
}

function stateSources(encoded: unknown): unknown {
  if (typeof encoded !== 'string') return encoded
  const document = comparableValue(decodeState(encoded))
  if (typeof document !== 'object' || document === null || !('sources' in document)) return null
  return document.sources
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
