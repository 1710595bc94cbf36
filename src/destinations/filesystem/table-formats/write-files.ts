import { rm } from 'node:fs/promises'
import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import type { Bounds } from './table-format.ts'

/** A file with rows that is not in the table yet. */
export interface NewFile {
  /** On this machine. */
  readonly path: string
  readonly size: number
  readonly rows: number
  /** Values of the partition, in the order of its parts. */
  readonly partition: readonly (string | null)[]
  readonly bounds: ReadonlyMap<string, Bounds>
  readonly nulls: ReadonlyMap<string, number>
}

export interface WrittenRows {
  /** A select of all columns of the table. */
  readonly select: string
  /** Those that are written, in this order. */
  readonly columns: readonly { readonly name: string; readonly fieldId?: number }[]
  /** SQL of texts: rows that differ in one of them go to different files. */
  readonly partitionBy: readonly string[]
  /** A folder of their own. */
  readonly folder: string
}

/** How large a file may grow; readers take files apart only by row groups. */
const FILE_SIZE = '256MB'

/** Longer texts are left out of what is known of a file: DuckDB cuts some of them. */
const MAX_BOUND = 64

/** Writes rows as Parquet files and tells what they hold; files without rows are none. */
export async function writeFiles(connection: DuckDbConnection, rows: WrittenRows): Promise<readonly NewFile[]> {
  const { select, columns, partitionBy, folder } = rows
  await rm(folder, { recursive: true, force: true })
  const parts = partitionBy.map(
    (sql, index) => `CASE WHEN ${sql} IS NULL THEN 'n' ELSE 'v' || ${sql} END AS ${part(index)}`,
  )
  const ids = columns.flatMap(({ name, fieldId }) => (fieldId === undefined ? [] : [`${quoteName(name)}: ${fieldId}`]))
  const options = [
    'FORMAT parquet',
    'COMPRESSION zstd',
    'RETURN_STATS',
    partitionBy.length === 0
      ? `FILE_SIZE_BYTES '${FILE_SIZE}'`
      : `PARTITION_BY (${partitionBy.map((_, index) => part(index)).join(', ')})`,
    ...(ids.length === 0 ? [] : [`FIELD_IDS {${ids.join(', ')}}`]),
  ]
  const cells = [...columns.map(({ name }) => quoteName(name)), ...parts].join(', ')
  const sql = `COPY (SELECT ${cells} FROM (${select})) TO ${quoteText(folder)} (${options.join(', ')})`
  const files = (await connection.rows(sql)).map(toFile)
  return files.filter((file) => file.rows > 0)
}

function part(index: number): string {
  return quoteName(`_tolva_part_${index}`)
}

function toFile([path, rows, size, , statistics, keys]: readonly unknown[]): NewFile {
  const bounds = new Map<string, Bounds>()
  const nulls = new Map<string, number>()
  for (const [quoted, values] of pairs(statistics)) {
    // Fields within structs have names of several parts, and are not looked at.
    const name = /^"((?:[^"]|"")*)"$/.exec(quoted)?.[1]?.replaceAll('""', '"')
    if (name === undefined) continue
    const known = new Map(pairs(values))
    const [min, max, none] = [known.get('min'), known.get('max'), known.get('null_count')]
    if (none !== undefined) nulls.set(name, Number(none))
    const isWhole = typeof min === 'string' && typeof max === 'string' && known.get('has_nan') !== 'true'
    if (isWhole && min.length <= MAX_BOUND && max.length <= MAX_BOUND) bounds.set(name, { min, max })
  }
  const partition = pairs(keys).map(([, value]) => (value === 'n' ? null : String(value).slice(1)))
  return { path: String(path), rows: Number(rows), size: Number(size), partition, bounds, nulls }
}

function pairs(map: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(map)) return []
  return map.map((entry: unknown) => (Array.isArray(entry) ? [String(entry[0]), entry[1]] : ['', undefined]))
}
