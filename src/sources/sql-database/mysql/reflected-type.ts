import type { ReflectedColumn } from '../reflected.ts'

type Reflected = Pick<ReflectedColumn, 'type' | 'precision'>

/** A column's type as `information_schema` has it. */
export interface MySqlType {
  /** `bigint`, `varchar`… in lower case. */
  readonly name: string
  readonly length: number | undefined
  readonly precision: number | undefined
  readonly scale: number | undefined
  readonly isUnsigned: boolean
}

const TEXT = ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum', 'set']
const BINARY = ['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob']
const INTEGER = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year']

/** What dlt's reflection makes of a type, but for doubles, which stay what they are. */
export function reflectedType({ name, length, precision, scale, isUnsigned }: MySqlType): Reflected {
  if (name === 'bigint' && isUnsigned) return { type: { dataType: 'decimal', precision: 20, scale: 0 } }
  if (INTEGER.includes(name)) return { type: { dataType: 'bigint' }, precision: name === 'smallint' ? 32 : undefined }
  if (TEXT.includes(name)) return { type: { dataType: 'text' }, precision: sized(name, length) }
  if (BINARY.includes(name)) return { type: { dataType: 'binary' }, precision: sized(name, length) }
  switch (name) {
    case 'decimal':
      return {
        type: {
          dataType: 'decimal',
          ...(precision !== undefined && { precision }),
          ...(scale !== undefined && { scale }),
        },
      }
    case 'float':
    case 'double':
      return { type: { dataType: 'double' } }
    case 'date':
      return { type: { dataType: 'date' } }
    case 'time':
      return { type: { dataType: 'time' } }
    case 'datetime':
    case 'timestamp':
      return { type: { dataType: 'timestamp', timezone: false } }
    case 'json':
      return { type: { dataType: 'json' } }
    default:
      return { type: undefined }
  }
}

function sized(name: string, length: number | undefined): number | undefined {
  return /^((var)?(char|binary)|enum)$/.test(name) ? length : undefined
}
