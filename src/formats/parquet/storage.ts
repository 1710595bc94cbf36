import { InternalError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'

export type PhysicalType = 'boolean' | 'int32' | 'int64' | 'double' | 'byte_array'
export type LogicalType = 'none' | 'string' | 'json' | 'date' | 'time' | 'timestamp_utc' | 'timestamp_naive'

/** How a column lies in a Parquet file. */
export interface ParquetStorage {
  readonly physical: PhysicalType
  readonly logical: LogicalType
  /** True: stored as text that the loader must CAST to the column's type. */
  readonly cast: boolean
}

const store = (physical: PhysicalType, logical: LogicalType = 'none', cast = false): ParquetStorage => ({
  physical,
  logical,
  cast,
})

const BOOL = store('boolean')
const INT64 = store('int64')
const DOUBLE = store('double')
const TEXT = store('byte_array', 'string')
const TEXT_TO_CAST = store('byte_array', 'string', true)
const JSON_TEXT = store('byte_array', 'json')
const BINARY = store('byte_array')
const DATE = store('int32', 'date')
const TIME = store('int64', 'time')
const TIMESTAMP_UTC = store('int64', 'timestamp_utc')
const TIMESTAMP_NAIVE = store('int64', 'timestamp_naive')

/**
 * How a column is stored: times in microseconds, integers in 64 bits, and what exceeds these (wei, decimals, integers
 * of more than 64 bits) as text to be cast.
 * @throws InternalError code `incomplete_column` where the column has no data type yet.
 */
export function parquetStorage(column: Column): ParquetStorage {
  switch (column.data_type) {
    case 'bool':
      return BOOL
    case 'bigint':
      return (column.precision ?? 64) > 64 ? TEXT_TO_CAST : INT64
    case 'double':
      return DOUBLE
    case 'text':
      return TEXT
    case 'json':
      return JSON_TEXT
    case 'binary':
      return BINARY
    case 'decimal':
    case 'wei':
      return TEXT_TO_CAST
    case 'date':
      return DATE
    case 'time':
      return TIME
    case 'timestamp':
      return column.timezone === false ? TIMESTAMP_NAIVE : TIMESTAMP_UTC
    default:
      throw new InternalError(`column ${column.name} has no data type and cannot be stored`, {
        code: 'incomplete_column',
        context: { column: column.name },
      })
  }
}
