import { quoteName } from '../../../sql/quote-name.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import type { FormatColumn, LiveFile, TableSnapshot } from './table-format.ts'

type Readable = Pick<TableSnapshot, 'columns' | 'files'>

/** Columns by which a row is found again: the name of its file and its place in it. */
export const ROW_PLACE = { file: '_tolva_file', row: '_tolva_row' } as const

/**
 * SQL by which DuckDB selects a table as it was at that version, with all its columns.
 * @param nameOf What DuckDB calls a key, as a bucket's reader says it.
 * @param options.places true: with the columns of `ROW_PLACE` behind the others.
 */
export function selectSnapshot(
  { columns, files }: Readable,
  nameOf: (key: string) => string,
  options: { readonly places?: boolean } = {},
): string {
  // Columns that are not in the files are the same for all files that are read together.
  const groups = [...Map.groupBy(files, ({ partition }) => JSON.stringify(partition)).values()]
  const extra = options.places ? [...PLACES] : []
  const selects = groups.map((group) => {
    const names = group.map(({ key }) => quoteText(nameOf(key))).join(', ')
    const cells = columns.map((column) => cellOf(column, group[0]?.partition ?? {}))
    return `SELECT ${[...cells, ...extra.map(({ name }) => quoteName(name))].join(', ')} FROM (${readFiles(columns, names, extra)})`
  })
  if (selects.length > 0) return selects.join(' UNION ALL ')
  return `SELECT ${[...columns, ...extra].map(nullOf).join(', ')} WHERE FALSE`
}

const PLACES = [
  { name: ROW_PLACE.file, type: 'VARCHAR', from: 'filename' },
  { name: ROW_PLACE.row, type: 'BIGINT', from: 'file_row_number' },
] as const

function readFiles(columns: readonly FormatColumn[], names: string, extra: readonly (typeof PLACES)[number][]): string {
  const places = extra.map(({ name, from }) => `, ${from} AS ${quoteName(name)}`).join('')
  if (columns.some(({ fieldId }) => fieldId !== undefined)) {
    const schema = columns.flatMap(({ fieldId, name, type }) =>
      fieldId === undefined
        ? []
        : [`${fieldId}: {name: ${quoteText(name)}, type: ${quoteText(type)}, default_value: NULL}`],
    )
    return `SELECT *${places} FROM read_parquet([${names}], schema = MAP {${schema.join(', ')}}, hive_partitioning = false)`
  }
  // A column that was added later may be in none of the files.
  const all = columns.map(nullOf).join(', ')
  return `SELECT ${all} WHERE FALSE UNION ALL BY NAME SELECT *${places} FROM read_parquet([${names}], union_by_name = true, hive_partitioning = false)`
}

function cellOf({ name, type }: FormatColumn, partition: LiveFile['partition']): string {
  const fixed = partition[name]
  const value = fixed === undefined ? quoteName(name) : fixed === null ? 'NULL' : quoteText(fixed)
  return `CAST(${value} AS ${type}) AS ${quoteName(name)}`
}

function nullOf({ name, type }: Pick<FormatColumn, 'name' | 'type'>): string {
  return `CAST(NULL AS ${type}) AS ${quoteName(name)}`
}
