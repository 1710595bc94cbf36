import { InternalError, TolvaError } from '../errors/tolva-error.ts'
import { compactJson } from '../values/compact-json.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, type Value, Wei } from '../values/kinds.ts'
import { KIND } from './layout.ts'
import type { ColumnSlot } from './table-state.ts'

/** Writes a coerced value into its column: the value is of the class that `coerce` gives for the column's type. */
export function setCell(slot: ColumnSlot, row: number, value: Exclude<Value, null>): void {
  const { builder, type } = slot
  if (type === 'json') builder.setText(row, jsonText(slot, value))
  else if (typeof value === 'string') builder.setText(row, value)
  else if (typeof value === 'boolean') builder.setBool(row, value)
  else if (typeof value === 'bigint') setInteger(slot, row, value)
  else if (typeof value === 'number') setNumber(slot, row, value)
  else if (value instanceof Timestamp || value instanceof PlainTime) builder.setInt(row, value.micros)
  else if (value instanceof PlainDate) builder.setInt(row, value.days)
  else if (value instanceof Decimal) builder.setText(row, value.text)
  else if (value instanceof Wei) builder.setText(row, value.value.toString())
  else if (value instanceof Float) builder.setDouble(row, value.value)
  else if (value instanceof Uint8Array) builder.setBytes(row, value)
  else throw notCoerced(slot)
}

function jsonText({ column }: ColumnSlot, value: Exclude<Value, null>): string {
  try {
    return compactJson(value)
  } catch (error) {
    if (error instanceof TolvaError) Object.assign(error.context, { column: column.name })
    throw error
  }
}

function setNumber({ builder, type }: ColumnSlot, row: number, value: number): void {
  if (type === 'double') builder.setDouble(row, value)
  else setInteger({ builder }, row, value)
}

/** Integers of more than 64 bits lie there as text. */
function setInteger({ builder }: Pick<ColumnSlot, 'builder'>, row: number, value: number | bigint): void {
  if (builder.kind === KIND.OPAQUE) builder.setText(row, String(value))
  else builder.setInt(row, value)
}

function notCoerced(slot: ColumnSlot): InternalError {
  return new InternalError(`a value of column ${slot.column.name} was not coerced to ${slot.type}`, {
    code: 'value_not_coerced',
    context: { column: slot.column.name },
  })
}
