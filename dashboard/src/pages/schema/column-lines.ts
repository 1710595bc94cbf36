import type { TableShape } from '../../../../src/dashboard/api/schema.ts'

type Column = TableShape['columns'][number]

/** A column in the list of a table; a variant stands below the column whose values it took. */
export interface ColumnLine {
  readonly column: Column
  readonly isVariant: boolean
}

/** Columns in the order of the table, each followed by its variants; those of the system last. */
export function columnLines(columns: readonly Column[]): ColumnLine[] {
  const names = new Set(columns.map((column) => column.name))
  const variantOf = (column: Column) => {
    const of = column.variantOf ?? /^(.+)__v_[a-z0-9]+$/.exec(column.name)?.[1]
    return of !== undefined && names.has(of) ? of : undefined
  }
  const isSystem = (column: Column) => /^_dlt/.test(column.name)
  const heads = columns.filter((column) => variantOf(column) === undefined)
  const sorted = [...heads.filter((column) => !isSystem(column)), ...heads.filter(isSystem)]
  return sorted.flatMap((column) => [
    { column, isVariant: false },
    ...columns.filter((one) => variantOf(one) === column.name).map((one) => ({ column: one, isVariant: true })),
  ])
}
