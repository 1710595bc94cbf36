import type { ReflectedColumn } from '../reflected.ts'

type Reflected = Pick<ReflectedColumn, 'type' | 'precision'>

const PLAIN: Readonly<Record<string, Reflected>> = {
  BOOLEAN: { type: { dataType: 'bool' } },
  TINYINT: { type: { dataType: 'bigint' } },
  SMALLINT: { type: { dataType: 'bigint' }, precision: 32 },
  INTEGER: { type: { dataType: 'bigint' } },
  BIGINT: { type: { dataType: 'bigint' } },
  UTINYINT: { type: { dataType: 'bigint' } },
  USMALLINT: { type: { dataType: 'bigint' } },
  UINTEGER: { type: { dataType: 'bigint' } },
  UBIGINT: { type: { dataType: 'decimal', precision: 20, scale: 0 } },
  HUGEINT: { type: { dataType: 'decimal', precision: 38, scale: 0 } },
  UHUGEINT: { type: { dataType: 'decimal', precision: 38, scale: 0 } },
  FLOAT: { type: { dataType: 'double' } },
  DOUBLE: { type: { dataType: 'double' } },
  VARCHAR: { type: { dataType: 'text' } },
  UUID: { type: { dataType: 'text' } },
  BLOB: { type: { dataType: 'binary' } },
  DATE: { type: { dataType: 'date' } },
  TIME: { type: { dataType: 'time' } },
  TIMESTAMP: { type: { dataType: 'timestamp', timezone: false } },
  TIMESTAMP_S: { type: { dataType: 'timestamp', timezone: false } },
  TIMESTAMP_MS: { type: { dataType: 'timestamp', timezone: false } },
  TIMESTAMP_NS: { type: { dataType: 'timestamp', timezone: false } },
  'TIMESTAMP WITH TIME ZONE': { type: { dataType: 'timestamp', timezone: true } },
  JSON: { type: { dataType: 'json' } },
}

/** What becomes of a type of DuckDB; integers of more than 64 bits are decimals. */
export function reflectedType(type: string): Reflected {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  if (precision !== undefined) {
    return { type: { dataType: 'decimal', precision: Number(precision), scale: Number(scale) } }
  }
  if (isNested(type)) return { type: { dataType: 'json' } }
  if (type.startsWith('ENUM(')) return { type: { dataType: 'text' } }
  return PLAIN[type] ?? { type: undefined }
}

/** The expression that gives a column of that type in a type that files and rows can hold. */
export function expressionOf(quoted: string, type: string): string {
  if (isNested(type)) return `to_json(${quoted})`
  if (type === 'UBIGINT') return `CAST(${quoted} AS DECIMAL(20,0))`
  if (type === 'HUGEINT' || type === 'UHUGEINT') return `CAST(${quoted} AS DECIMAL(38,0))`
  if (/^TIMESTAMP_(S|MS)$/.test(type)) return `CAST(${quoted} AS TIMESTAMP)`
  const isKnown = type.startsWith('DECIMAL(') || (PLAIN[type] !== undefined && type !== 'UUID')
  return isKnown ? quoted : `CAST(${quoted} AS VARCHAR)`
}

function isNested(type: string): boolean {
  return /\[\d*\]$/.test(type) || /^(STRUCT|MAP|UNION)\(/.test(type)
}
