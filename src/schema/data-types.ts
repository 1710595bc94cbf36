import type { DataType } from '../values/kinds.ts'

const DATA_TYPES = {
  text: true,
  double: true,
  bool: true,
  timestamp: true,
  bigint: true,
  binary: true,
  json: true,
  decimal: true,
  wei: true,
  date: true,
  time: true,
} as const satisfies Record<DataType, true>

/** Whether a value is the name of one of the eleven data types. */
export function isDataType(value: unknown): value is DataType {
  return typeof value === 'string' && Object.hasOwn(DATA_TYPES, value)
}
