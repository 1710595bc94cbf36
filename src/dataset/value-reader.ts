import { ConfigError } from '../errors/tolva-error.ts'
import type { DataType } from '../values/kinds.ts'

/** How values leave where there is a choice. */
export interface ReadOptions {
  /** `number` (default) refuses a value beyond 2^53; `bigint` gives every whole number as bigint. */
  readonly bigint?: 'number' | 'bigint'
  /** `iso` (default): text with microseconds. `date`: `Date`, milliseconds only. */
  readonly timestamp?: 'iso' | 'date'
}

/** A column of a result: its name, the engine's type, and the type by schema where the column is one of a table. */
export interface ResultColumn {
  readonly name: string
  readonly type: string
  readonly dataType?: DataType | undefined
}

/** The data type of a result column: the schema's, else what the engine's type name says. */
export function dataTypeOf({ type, dataType }: ResultColumn): DataType {
  return dataType ?? KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'text'
}

/** Turns what a loader gave for a column into what a dataset returns. */
export function valueReader(column: ResultColumn, options: ReadOptions): (value: unknown) => unknown {
  const kind = dataTypeOf(column)
  if (kind === 'json') return (value) => (typeof value === 'string' ? parsed(value) : value)
  if (kind === 'decimal') return (value) => (value === null ? null : String(value))
  // Engines keep wei with up to 78 digits behind the point, which few have.
  if (kind === 'wei') return (value) => (value === null ? null : String(value).replace(/\.?0+$(?<=\..*)/, ''))
  if (kind === 'timestamp' && options.timestamp === 'date') {
    return (value) => (typeof value === 'string' ? dateOf(value) : value)
  }
  if (options.bigint === 'bigint')
    return (value) => (kind === 'bigint' && Number.isInteger(value) ? BigInt(String(value)) : value)
  return (value) => (typeof value === 'bigint' ? safeNumber(value, column.name) : value)
}

const KINDS: readonly (readonly [RegExp, DataType])[] = [
  [/\[\]$|^(struct|map|list|array|union)\b/i, 'text'],
  [/json|variant/i, 'json'],
  [/decimal|numeric/i, 'decimal'],
  [/^(interval|uuid)/i, 'text'],
  [/int/i, 'bigint'],
  [/double|float|real/i, 'double'],
  [/bool/i, 'bool'],
  [/timestamp|datetime/i, 'timestamp'],
  [/^date/i, 'date'],
  [/^time/i, 'time'],
  [/blob|bytea|binary|bytes/i, 'binary'],
]

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A naive timestamp is read as UTC. */
function dateOf(iso: string): Date | string {
  const date = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`)
  return Number.isNaN(date.getTime()) ? iso : date
}

function safeNumber(value: bigint, column: string): number {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new ConfigError(`${column} holds a whole number beyond 2^53, which a JavaScript number cannot hold`, {
    code: 'unsafe_integer',
    hint: "read it as bigint: rows({ bigint: 'bigint' })",
    context: { column },
  })
}
