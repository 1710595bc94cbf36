import type { Column } from '../../schema/stored.ts'
import { parquetStorage } from '../parquet/storage.ts'

const [SMALLINT_BITS, INTEGER_BITS] = [16, 32]

/** The type of PostgreSQL, without its length, that receives the bytes of a column as they are written. */
export function receiverOf(column: Column): string {
  switch (column.data_type) {
    case 'text':
      return 'varchar'
    case 'json':
      return 'jsonb'
    case 'binary':
      return 'bytea'
    case 'bool':
      return 'boolean'
    case 'double':
      return 'double precision'
    case 'date':
      return 'date'
    case 'time':
      return 'time without time zone'
    case 'timestamp':
      return `timestamp ${column.timezone === false ? 'without' : 'with'} time zone`
    case 'bigint':
      return parquetStorage(column).physical === 'int64' ? integer(column) : 'numeric'
    default:
      return 'numeric'
  }
}

function integer({ precision = 64 }: Column): string {
  if (precision > INTEGER_BITS) return 'bigint'
  return precision > SMALLINT_BITS ? 'integer' : 'smallint'
}
