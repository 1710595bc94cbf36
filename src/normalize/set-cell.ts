import { InternalError } from '../errors/tolva-error.ts'
import { compactJson } from '../values/compact-json.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, type Value, Wei } from '../values/kinds.ts'
import type { ColumnSlot } from './table-state.ts'

/** Writes a coerced value into its column: the value is of the class that `coerce` gives for the column's type. */
export function setCell(slot: ColumnSlot, row: number, value: Exclude<Value, null>): void {
  const { builder, type } = slot
  if (type === 'json') return builder.setText(row, compactJson(value))
  switch (typeof value) {
    case 'string':
      return builder.setText(row, value)
    case 'boolean':
      return builder.setBool(row, value)
    case 'number':
      return type === 'double' ? builder.setDouble(row, value) : builder.setInt(row, value)
    case 'bigint':
      return builder.setInt(row, value)
  }
  if (value instanceof Timestamp || value instanceof PlainTime) return builder.setInt(row, value.micros)
  if (value instanceof PlainDate) return builder.setInt(row, value.days)
  if (value instanceof Decimal) return builder.setText(row, value.text)
  if (value instanceof Wei) return builder.setText(row, value.value.toString())
  if (value instanceof Float) return builder.setDouble(row, value.value)
  if (value instanceof Uint8Array) return builder.setBytes(row, value)
  throw new InternalError(`a value of column ${slot.column.name} was not coerced to ${type}`, {
    code: 'value_not_coerced',
    context: { column: slot.column.name },
  })
}
