import { describe, expect, it } from 'vitest'
import type { Column } from '../../schema/stored.ts'
import { postgresDialect } from './dialect.ts'

const dialect = postgresDialect({ createIndexes: true })

const TYPES: readonly (readonly [Omit<Column, 'name'>, string, string?])[] = [
  [{ data_type: 'text' }, 'varchar', 'character varying'],
  [{ data_type: 'text', precision: 64 }, 'varchar(64)', 'character varying(64)'],
  [{ data_type: 'bigint' }, 'bigint'],
  [{ data_type: 'bigint', precision: 16 }, 'smallint'],
  [{ data_type: 'bigint', precision: 32 }, 'integer'],
  [{ data_type: 'double' }, 'double precision'],
  [{ data_type: 'bool' }, 'boolean'],
  [{ data_type: 'date' }, 'date'],
  [{ data_type: 'time' }, 'time without time zone'],
  [{ data_type: 'time', precision: 3 }, 'time(3) without time zone'],
  [{ data_type: 'timestamp' }, 'timestamp with time zone'],
  [{ data_type: 'timestamp', precision: 3 }, 'timestamp(3) with time zone'],
  [{ data_type: 'timestamp', timezone: false }, 'timestamp without time zone'],
  [{ data_type: 'timestamp', timezone: false, precision: 0 }, 'timestamp(0) without time zone'],
  [{ data_type: 'decimal', precision: 38, scale: 9 }, 'numeric(38,9)'],
  [{ data_type: 'decimal', precision: 10, scale: 2 }, 'numeric(10,2)'],
  [{ data_type: 'wei', precision: 156, scale: 78 }, 'numeric(156,78)'],
  [{ data_type: 'binary' }, 'bytea'],
  [{ data_type: 'json' }, 'jsonb'],
]

describe('types of PostgreSQL', () => {
  it.each(TYPES.map(([column, type, reflected = type]) => ({ column, type, reflected })))(
    'writes and reads $type',
    (one) => {
      const { column, type, reflected } = one
      expect(dialect.typeOf({ name: 'c', ...column })).toBe(type)
      expect(dialect.columnOf(reflected)).toEqual(column)
    },
  )

  it('reads types that it never makes as text', () => {
    expect(['uuid', 'integer[]', 'interval', 'inet'].map(dialect.columnOf)).toEqual(
      Array(4).fill({ data_type: 'text' }),
    )
    expect(dialect.columnOf('json')).toEqual({ data_type: 'json' })
  })

  it.each([
    [{ data_type: 'bigint', precision: 128 }, 'PostgreSQL has no bigint of 128 bits'],
    [{ data_type: 'timestamp', precision: 9 }, 'PostgreSQL has no timestamp of 9 digits'],
  ] as const)('refuses %o', (column, message) => {
    expect(() => dialect.typeOf({ name: 'c', ...column })).toThrow(
      expect.objectContaining({ code: 'unsupported_precision', message }),
    )
  })

  it('guards unique columns by an index unless told otherwise', () => {
    const unique: Column = { name: 'c', data_type: 'text', unique: true }
    expect(dialect.constraintOf?.(unique)).toBe(' UNIQUE')
    expect(postgresDialect({ createIndexes: false }).constraintOf?.(unique)).toBe('')
  })
})
