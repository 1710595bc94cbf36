import type { ReflectedColumn } from '../reflected.ts'

/** A type as PostgreSQL's catalog has it. */
export interface PostgresType {
  readonly name: string
  /** `b` base, `d` domain, `e` enum, `c` composite… */
  readonly kind: string
  /** `A` array… */
  readonly category: string
  /** Length, or precision and scale; -1: none. */
  readonly modifier: number
  /** Characters of the longest label of an enum. */
  readonly longest: number
}

type Reflected = Pick<ReflectedColumn, 'type' | 'precision'>

const PLAIN: Readonly<Record<string, Reflected>> = {
  bool: { type: { dataType: 'bool' } },
  int2: { type: { dataType: 'bigint' }, precision: 32 },
  int4: { type: { dataType: 'bigint' } },
  int8: { type: { dataType: 'bigint' } },
  float4: { type: { dataType: 'double' } },
  float8: { type: { dataType: 'double' } },
  text: { type: { dataType: 'text' } },
  name: { type: { dataType: 'text' } },
  citext: { type: { dataType: 'text' } },
  uuid: { type: { dataType: 'text' } },
  bytea: { type: { dataType: 'binary' } },
  date: { type: { dataType: 'date' } },
  time: { type: { dataType: 'time' } },
  timetz: { type: { dataType: 'time' } },
  timestamp: { type: { dataType: 'timestamp', timezone: false } },
  timestamptz: { type: { dataType: 'timestamp', timezone: true } },
  json: { type: { dataType: 'json' } },
  jsonb: { type: { dataType: 'json' } },
}

/** What dlt's reflection makes of a type; what it does not know is taken from the data. */
export function reflectedType({ name, kind, category, modifier, longest }: PostgresType): Reflected {
  if (category === 'A') return { type: { dataType: 'json' } }
  if (kind === 'e') return { type: { dataType: 'text' }, precision: longest }
  if (name === 'numeric') return { type: { dataType: 'decimal', ...decimalSize(modifier) } }
  if (name === 'varchar' || name === 'bpchar') {
    return { type: { dataType: 'text' }, precision: modifier < 0 ? undefined : modifier - 4 }
  }
  return PLAIN[name] ?? { type: undefined }
}

/** Digits of a `numeric(precision, scale)`; a scale below zero rounds whole numbers. */
export function decimalSize(modifier: number): { readonly precision?: number; readonly scale?: number } {
  if (modifier < 0) return {}
  const size = modifier - 4
  const scale = ((size & 0x7ff) ^ 1024) - 1024
  return { precision: (size >> 16) & 0xffff, scale: Math.max(scale, 0) }
}
