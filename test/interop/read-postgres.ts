import { symbolicDataset } from '../conformance/core/dataset-symbols.ts'
import type { RunSnapshot, TableSnapshot } from '../conformance/core/snapshot.ts'
import type { TestDatabase } from '../postgres/database.ts'

const COLUMNS = `
  SELECT c.relname AS t, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum`

/** Reads a whole PostgreSQL dataset in the form in which the cases record one, but for row ids, which stay as they are. */
export async function readPostgres(
  database: TestDatabase,
  dataset: string,
  since: number,
): Promise<RunSnapshot['tables']> {
  const columns = await database.query(COLUMNS, [dataset])
  const tables: Record<string, TableSnapshot> = {}
  for (const [table, own] of Map.groupBy(columns, (column) => String(column.t))) {
    const described = own.map(({ name, type, nullable }) => [String(name), String(type), nullable === 't'] as const)
    const list = described.map(([name, type]) => `${selectCell(quote(name), type)} AS ${quote(name)}`).join(', ')
    const rows = await database.query(`SELECT ${list} FROM ${quote(dataset)}.${quote(table)}`)
    tables[table] = {
      columns: described,
      rows: rows.map((row) =>
        Object.fromEntries(described.map(([name, type]) => [name, taggedCell(row[name] ?? null, type)])),
      ),
    }
  }
  return symbolicDataset(tables, since)
}

function selectCell(column: string, type: string): string {
  if (type.startsWith('timestamp')) {
    const utc = type.endsWith('with time zone') ? `(${column} AT TIME ZONE 'UTC')` : column
    return `to_char(${utc}, 'YYYY-MM-DD"T"HH24:MI:SS.US')`
  }
  return type === 'bytea' ? `encode(${column}, 'base64')` : column
}

function taggedCell(text: string | null, type: string): unknown {
  if (text === null) return null
  if (type === 'boolean') return text === 't'
  if (type === 'double precision')
    return Number.isInteger(Number(text)) ? { $float: String(Number(text)) } : Number(text)
  if (/^(smallint|integer|bigint)$/.test(type)) {
    return Number.isSafeInteger(Number(text)) ? Number(text) : { $int: text }
  }
  if (type.startsWith('numeric')) return { $decimal: text }
  if (type.startsWith('timestamp')) {
    return { $datetime: `${text.replace(/\.000000$/, '')}${type.endsWith('with time zone') ? '+00:00' : ''}` }
  }
  if (type === 'date') return { $date: text }
  if (type.startsWith('time')) return { $time: text }
  return type === 'bytea' ? { $bytes: text } : text
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
