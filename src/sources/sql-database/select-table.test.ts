import { describe, expect, it } from 'vitest'
import type { Incremental, IncrementalHandle } from '../../contracts/incremental.ts'
import { positionsOf } from './positions.ts'
import type { ReflectedColumn, ReflectedTable } from './reflected.ts'
import { selectTable } from './select-table.ts'

const column = (name: string, nullable = false): ReflectedColumn => ({
  name,
  nullable,
  sqlType: 'bigint',
  type: { dataType: 'bigint' },
})
const table: ReflectedTable = {
  schema: 'public',
  name: 'orders',
  columns: [column('id'), column('line'), column('at', true)],
  primaryKey: ['id', 'line'],
}
const dialect = {
  quote: (name: string) => `"${name}"`,
  literal: (value: string | number | bigint) => (typeof value === 'string' ? `'${value}'` : String(value)),
}
const handle = (startValue: unknown, endValue?: unknown): IncrementalHandle => ({
  cursorPath: 'at',
  initialValue: undefined,
  startValue,
  lastValue: startValue,
  openedAt: startValue,
  endValue,
})

function where(incremental: Partial<Incremental>, of: IncrementalHandle, behind?: readonly unknown[]): string {
  const whole = { cursorPath: 'at', ...incremental }
  const keys = behind === undefined ? [] : positionsOf({ table, options: {} }, whole)
  const sql = selectTable({ table, dialect, incremental: whole, handle: of, keys, behind })
  return sql.replace('SELECT "id", "line", "at" FROM "public"."orders"', '').trim()
}

describe('the statement that reads a table', () => {
  it('names columns, schema and table in quotes', () => {
    const sql = selectTable({ table, dialect, incremental: undefined, handle: undefined, keys: [], behind: undefined })
    expect(sql).toBe('SELECT "id", "line", "at" FROM "public"."orders"')
  })

  it.each([
    [{}, handle(undefined), ''],
    [{}, handle(5), 'WHERE ("at" >= 5 OR "at" IS NULL)'],
    [{ rangeStart: 'open' }, handle('2024-01-01'), `WHERE ("at" > '2024-01-01' OR "at" IS NULL)`],
    [{ onCursorValueMissing: 'exclude' }, handle(5, 9), 'WHERE "at" >= 5 AND "at" < 9 AND "at" IS NOT NULL'],
    [{ onCursorValueMissing: 'exclude' }, handle(undefined), 'WHERE "at" IS NOT NULL'],
    [{ lastValueFunc: 'min', rangeEnd: 'closed' }, handle(9, 5), 'WHERE ("at" <= 9 AND "at" >= 5 OR "at" IS NULL)'],
    [{ rowOrder: 'asc' }, handle(undefined), 'ORDER BY "at" ASC'],
    [{ rowOrder: 'desc' }, handle(undefined), 'ORDER BY "at" DESC'],
    [{ rowOrder: 'asc', lastValueFunc: 'min' }, handle(undefined), 'ORDER BY "at" DESC'],
    [{ lastValueFunc: () => 1 }, handle(5), ''],
  ] as const)('leaves %o to the database', (incremental, of, expected) => {
    expect(where(incremental, of)).toBe(expected)
  })

  it('goes on behind a row by the primary key', () => {
    expect(where({}, handle(undefined), [7, 2])).toBe(
      'WHERE (("id" > 7) OR ("id" = 7 AND "line" > 2)) ORDER BY "id", "line"',
    )
  })

  it('goes on in the order of a cursor that is never null', () => {
    const columns = [column('id'), column('at')]
    const of = { table: { ...table, columns, primaryKey: ['id'] }, options: {} }
    const incremental: Incremental = { cursorPath: 'at', rowOrder: 'asc' }
    const keys = positionsOf(of, incremental)
    expect(keys).toEqual(['at', 'id'])
    expect(selectTable({ table: of.table, dialect, incremental, handle: handle(3), keys, behind: [4, 7] })).toBe(
      'SELECT "id", "at" FROM "public"."orders" WHERE "at" >= 3 AND (("at" > 4) OR ("at" = 4 AND "id" > 7)) ORDER BY "at" ASC, "id"',
    )
  })

  it('has no place to go on behind where rows fall, have no key, or come from a query', () => {
    expect(positionsOf({ table, options: {} }, { cursorPath: 'at', rowOrder: 'desc' })).toEqual([])
    expect(positionsOf({ table, options: {} }, { cursorPath: 'at', rowOrder: 'asc' })).toEqual([])
    expect(positionsOf({ table: { ...table, primaryKey: [] }, options: {} }, undefined)).toEqual([])
    expect(positionsOf({ table, options: { query: 'SELECT 1' } }, undefined)).toEqual([])
    expect(positionsOf({ table, options: { resumable: false } }, undefined)).toEqual([])
  })

  it('refuses a cursor that is no column', () => {
    expect(() => where({ cursorPath: 'changed' }, handle(1))).toThrow(
      expect.objectContaining({
        code: 'unknown_cursor_column',
        message: 'the cursor changed is no column of table orders',
        hint: 'Name one of its columns: id, line, at.',
      }),
    )
  })
})
