import { existsSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { selectCell, taggedCell } from './dataset-cells.ts'
import { symbolicDataset } from './dataset-symbols.ts'
import type { RunSnapshot, TableSnapshot } from './snapshot.ts'

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
  const connection = await instance.connect()
  try {
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
      const list = described.map(([name, type]) => `${selectCell(quote(name), type)} AS ${quote(name)}`).join(', ')
      const rows = await read(`SELECT ${list} FROM ${quote(request.dataset)}.${quote(table)}`)
      tables[table] = {
        columns: described,
        rows: rows.map((row) =>
          Object.fromEntries(described.map(([name, type]) => [name, taggedCell(row[name], type)] as const)),
        ),
      }
    }
    return symbolicDataset(tables, request.since)
  } finally {
    // Another process may want the file next: it is free only when its connections are closed too.
    connection.closeSync()
    instance.closeSync()
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
