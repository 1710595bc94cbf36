import type { ReflectedColumn } from '../reflected.ts'

type Reflected = Pick<ReflectedColumn, 'type' | 'precision'>

const NAIVE: Reflected = { type: { dataType: 'timestamp', timezone: false } }
const BIGINT: Reflected = { type: { dataType: 'bigint' } }
const DOUBLE: Reflected = { type: { dataType: 'double' } }
const TEXT: Reflected = { type: { dataType: 'text' } }

const NAMED: Readonly<Record<string, Reflected>> = {
  BIGINT,
  INT: BIGINT,
  INTEGER: BIGINT,
  SMALLINT: { ...BIGINT, precision: 32 },
  BLOB: { type: { dataType: 'binary' } },
  BOOL: { type: { dataType: 'bool' } },
  BOOLEAN: { type: { dataType: 'bool' } },
  DATE: { type: { dataType: 'date' } },
  TIME: { type: { dataType: 'time' } },
  DATETIME: NAIVE,
  TIMESTAMP: NAIVE,
  DOUBLE,
  DOUBLE_PRECISION: DOUBLE,
  FLOAT: DOUBLE,
  REAL: DOUBLE,
  JSON: { type: { dataType: 'json' } },
  TEXT,
  CHAR: TEXT,
  VARCHAR: TEXT,
  NVARCHAR: TEXT,
}

/** What dlt's reflection makes of a declared type: by its name, else by SQLite's rules of affinity. */
export function reflectedType(declared: string): Reflected {
  const [, name = '', sizes = ''] = /^\s*([\w ]*?)\s*(?:\(([^)]*)\))?\s*$/.exec(declared.toUpperCase()) ?? []
  const [precision, scale] = sizes.split(',').map((size) => Number.parseInt(size, 10))
  if (name === 'DECIMAL' || name === 'NUMERIC') return decimal(precision, scale)
  const named = NAMED[name]
  if (named?.type?.dataType === 'text') return { ...named, precision: Number.isNaN(precision) ? undefined : precision }
  if (named !== undefined) return named
  if (name.includes('INT')) return BIGINT
  if (/CHAR|CLOB|TEXT/.test(name)) return TEXT
  if (name === '' || name.includes('BLOB')) return { type: undefined }
  if (/REAL|FLOA|DOUB/.test(name)) return DOUBLE
  return decimal(undefined, undefined)
}

function decimal(precision: number | undefined, scale: number | undefined): Reflected {
  if (precision === undefined || Number.isNaN(precision)) return { type: { dataType: 'decimal' } }
  return { type: { dataType: 'decimal', precision, ...(scale !== undefined && !Number.isNaN(scale) && { scale }) } }
}
