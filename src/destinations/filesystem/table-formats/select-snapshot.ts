import { InternalError } from '../../../errors/tolva-error.ts'
import type { FormatColumn, LiveFile, TableSnapshot } from './table-format.ts'

/**
 * SQL by which DuckDB selects a table as it was at that version, with all its columns.
 * @param nameOf What DuckDB calls a key: `names` of a bucket's reader.
 */
export function selectSnapshot(snapshot: TableSnapshot, nameOf: (key: string) => string): string {
  const groups = [...Map.groupBy(snapshot.files, shapeOf).values()]
  const selects = groups.map((files) => selectFiles(snapshot, files, nameOf))
  if (selects.length === 0) return `SELECT ${snapshot.columns.map(nullOf).join(', ')} LIMIT 0`
  return selects.join(' UNION ALL ')
}

/** Files alike are read together. */
function shapeOf({ partition, renamed, deletes }: LiveFile): string {
  return JSON.stringify([partition, renamed, deletes])
}

function selectFiles(snapshot: TableSnapshot, files: readonly LiveFile[], nameOf: (key: string) => string): string {
  const [first] = files
  if (first === undefined) throw new InternalError('files to select from are none', { code: 'no_files' })
  const columns = snapshot.columns.map((column) => {
    const fixed = first.partition[column.name]
    if (fixed !== undefined)
      return `CAST(${fixed === null ? 'NULL' : literal(fixed)} AS ${column.type}) AS ${quote(column.name)}`
    const renamed = first.renamed[column.name]
    if (renamed === null) return nullOf(column)
    return `CAST(${quote(renamed ?? column.name)} AS ${column.type}) AS ${quote(column.name)}`
  })
  const names = files.map(({ key }) => literal(nameOf(key))).join(', ')
  return `SELECT ${columns.join(', ')} FROM read_parquet([${names}], union_by_name = true)`
}

function nullOf({ name, type }: FormatColumn): string {
  return `CAST(NULL AS ${type}) AS ${quote(name)}`
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
