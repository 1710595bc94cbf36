import type { ColumnHint, Hints } from '../../contracts/resource.ts'
import type { TableOptions } from './options.ts'
import type { ReflectedColumn, ReflectedTable, ReflectionLevel } from './reflected.ts'

/** Hints of a reflected table, those of the options on top. */
export function tableHints(
  { columns, primaryKey }: ReflectedTable,
  level: ReflectionLevel,
  options: TableOptions,
): Hints {
  const { includedColumns, excludedColumns, query, chunkSize, resumable, columns: own, ...hints } = options
  // Without types, lists and objects become tables of their own.
  const hinted = level === 'minimal' ? columns.filter(({ type }) => type?.dataType !== 'json') : columns
  const reflected = Object.fromEntries(hinted.map((column) => [column.name, columnHint(column, level)]))
  const given = Object.entries(isList(own) ? Object.fromEntries(own.map((one) => [one.name, one])) : (own ?? {}))
  const merged = given.map(([name, hint]) => [name, { ...reflected[name], ...hint }])
  return {
    ...(primaryKey.length > 0 && { primaryKey }),
    // A database gives its rows again at any time, so they are not kept beside it.
    pageLog: false,
    ...hints,
    columns: { ...reflected, ...Object.fromEntries(merged) },
  }
}

function isList(columns: Hints['columns']): columns is Extract<Hints['columns'], readonly unknown[]> {
  return Array.isArray(columns)
}

function columnHint({ nullable, type, precision }: ReflectedColumn, level: ReflectionLevel): ColumnHint {
  if (level === 'minimal' || type === undefined) return { nullable }
  return { nullable, ...type, ...(level === 'full_with_precision' && precision !== undefined && { precision }) }
}
