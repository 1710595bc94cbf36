import type { Column } from '../schema/stored.ts'
import type { Value } from '../values/kinds.ts'

/** Thrown on the way of a row whose value needs a wider column: the row is taken back, the column changed, the row written again. */
export class NeedsWiderColumn extends Error {
  readonly table: string
  readonly column: Column
  readonly value: Value

  constructor(table: string, column: Column, value: Value) {
    super(`column ${column.name} of table ${table} is to be ${column.data_type}`)
    this.table = table
    this.column = column
    this.value = value
  }
}
