import { parquetStorage } from '../formats/parquet/storage.ts'
import type { Column } from '../schema/stored.ts'
import { KIND, type Kind } from './layout.ts'

/** How the values of a column lie in memory. */
export function columnKind(column: Column): Kind {
  const { physical, logical, cast } = parquetStorage(column)
  if (physical === 'boolean') return KIND.BOOL
  if (physical === 'double') return KIND.DOUBLE
  if (physical === 'int32') return KIND.DATE
  if (physical === 'byte_array') return logical === 'string' && !cast ? KIND.TEXT : KIND.OPAQUE
  if (logical === 'time') return KIND.TIME
  if (logical === 'timestamp_utc') return KIND.ZONED
  if (logical === 'timestamp_naive') return KIND.NAIVE
  return KIND.INT
}
