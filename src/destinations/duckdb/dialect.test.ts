import { describe, expect, it } from 'vitest'
import { addColumns, createTable } from '../../sql/ddl.ts'
import { duckDbDialect } from './dialect.ts'

describe('the DuckDB dialect', () => {
  it.each([
    ['DECIMAL(38,0)', { data_type: 'wei', precision: 38, scale: 0 }],
    ['DECIMAL(6,2)', { data_type: 'decimal', precision: 6, scale: 2 }],
    ['BIGINT', { data_type: 'bigint' }],
    ['JSON', { data_type: 'json' }],
    ['TIMESTAMP WITH TIME ZONE', { data_type: 'timestamp' }],
    ['TIMESTAMP_MS', { data_type: 'timestamp', timezone: false, precision: 3 }],
    ['GEOMETRY', { data_type: 'text' }],
  ])('reads %s as %o', (type, expected) => {
    expect(duckDbDialect.columnOf(type)).toEqual(expected)
  })

  it.each([
    ['bigint', 129],
    ['timestamp', 10],
  ] as const)('has no %s of precision %i', (data_type, precision) => {
    const column = { name: 'x', data_type, precision, timezone: false }
    expect(() => duckDbDialect.typeOf(column)).toThrow(expect.objectContaining({ code: 'unsupported_precision' }))
  })

  it('quotes names and texts', () => {
    expect(duckDbDialect.quote('a"b')).toBe('"a""b"')
    expect(duckDbDialect.literal("a'b")).toBe("'a''b'")
    expect(duckDbDialect.literal(null)).toBe('NULL')
  })

  it('constrains columns when a table is made, not when they are added', () => {
    const columns = [{ name: 'a', data_type: 'text', nullable: false }] as const
    expect(createTable(duckDbDialect, '"t"', { columns })).toBe('CREATE TABLE "t" ("a" VARCHAR NOT NULL)')
    expect(addColumns(duckDbDialect, '"t"', columns)).toEqual(['ALTER TABLE "t" ADD COLUMN "a" VARCHAR'])
  })
})
