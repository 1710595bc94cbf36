import type { Column, Json, Table } from './stored.ts'

const TRUE_BY_DEFAULT: ReadonlySet<string> = new Set(['nullable', 'timezone'])
const NEVER_DEFAULT: ReadonlySet<string> = new Set(['x-active-record-timestamp'])
const NULL_BY_DEFAULT: ReadonlySet<string> = new Set(['name', 'data_type', 'precision', 'scale'])

/** Properties that several columns of a table carry together, so that a new hint replaces them as a set. */
export const COMPOUND_PROPS = ['partition', 'cluster', 'primary_key', 'merge_key', 'incremental'] as const

/** Whether `value` says no more than a column without `prop` would. */
export function isDefaultProp(prop: string, value: Json | undefined): boolean {
  if (NEVER_DEFAULT.has(prop)) return false
  if (value === null || value === undefined) return true
  if (TRUE_BY_DEFAULT.has(prop)) return value === true
  return value === false && !NULL_BY_DEFAULT.has(prop)
}

/** Whether enough is known of a column to create it: a column with a name and a data type. */
export function isComplete(column: Column | undefined): boolean {
  return column !== undefined && Boolean(column.name) && Boolean(column.data_type)
}

/**
 * Names of the columns that carry `prop` with a value other than its default, in column order.
 * @param options.incomplete also columns without a data type; default false.
 */
export function columnsWith(
  table: Table,
  prop: keyof Column,
  options: { readonly incomplete?: boolean } = {},
): readonly string[] {
  return [...table.columns]
    .filter(([, column]) => !isDefaultProp(prop, column[prop]) && (options.incomplete || isComplete(column)))
    .filter(([, column]) => prop in column)
    .map(([name]) => name)
}

/** The columns that a destination creates: those with a data type, in order. */
export function completeColumns(table: Table): readonly Column[] {
  return [...table.columns.values()].filter(isComplete)
}

/** Whether no column of the table has a data type yet, or the table is not there at all. */
export function isNewTable(tables: ReadonlyMap<string, Table>, name: string): boolean {
  const table = tables.get(name)
  return table === undefined || completeColumns(table).length === 0
}
