import { describe, expect, it } from 'vitest'
import type { Column, Table } from '../../schema/stored.ts'
import { addColumns, alterType, createTable, dropTable } from '../../sql/ddl.ts'
import { deleteAll, insertSelect } from '../../sql/dml.ts'
import { fillRootKeys } from '../sql/fill-root-keys.ts'
import { merge } from '../sql/merge.ts'
import type { StagedChain } from '../sql/staged-chain.ts'
import { redshiftCapabilities } from './capabilities.ts'
import { redshiftDialect } from './dialect.ts'
import { textWidth } from './text-width.ts'

const dialect = redshiftDialect

describe('the Redshift dialect', () => {
  it.each<readonly [string, Omit<Column, 'name'>]>([
    ['varchar(max)', { data_type: 'text' }],
    ['varchar(20)', { data_type: 'text', precision: 20 }],
    ['super', { data_type: 'json' }],
    ['varbinary', { data_type: 'binary' }],
    ['varbinary(8)', { data_type: 'binary', precision: 8 }],
    ['bigint', { data_type: 'bigint' }],
    ['smallint', { data_type: 'bigint', precision: 16 }],
    ['integer', { data_type: 'bigint', precision: 17 }],
    ['double precision', { data_type: 'double' }],
    ['boolean', { data_type: 'bool' }],
    ['date', { data_type: 'date' }],
    ['time without time zone', { data_type: 'time' }],
    ['timestamp with time zone', { data_type: 'timestamp' }],
    ['timestamp with time zone', { data_type: 'timestamp', precision: 3 }],
    ['timestamp without time zone', { data_type: 'timestamp', timezone: false }],
    ['numeric(38,9)', { data_type: 'decimal' }],
    ['numeric(6,2)', { data_type: 'decimal', precision: 6, scale: 2 }],
    ['numeric(38,0)', { data_type: 'wei' }],
  ])('has the type %s for %o', (type, column) => {
    expect(dialect.typeOf({ name: 'x', ...column })).toBe(type)
  })

  it.each([
    ['character varying(256)', { data_type: 'text', precision: 256 }],
    ['numeric(38,0)', { data_type: 'wei', precision: 38, scale: 0 }],
    ['numeric(10,2)', { data_type: 'decimal', precision: 10, scale: 2 }],
    ['binary varying', { data_type: 'binary' }],
    ['super', { data_type: 'json' }],
    ['timestamp without time zone', { data_type: 'timestamp', timezone: false }],
    ['hllsketch', { data_type: 'text' }],
  ])('reads %s as %o', (type, expected) => {
    expect(dialect.columnOf(type)).toEqual(expected)
  })

  it('has no integers of more than 64 bits', () => {
    expect(() => dialect.typeOf({ name: 'x', data_type: 'bigint', precision: 65 })).toThrow(
      expect.objectContaining({ code: 'unsupported_precision' }),
    )
  })

  it('escapes backslashes, which begin an escape there', () => {
    expect(dialect.literal("a'b\\c")).toBe("'a''b\\\\c'")
    expect(dialect.literal(null)).toBe('NULL')
    expect(dialect.quote('a"b')).toBe('"a""b"')
  })

  it('makes tables that are spread and sorted by their hints', () => {
    const columns: readonly Column[] = [
      { name: 'id', data_type: 'bigint', nullable: false, cluster: true, unique: true, primary_key: true },
      { name: 'day', data_type: 'date', sort: true },
      { name: 'note', data_type: 'text', sort: true },
    ]
    expect(createTable(dialect, '"d"."t"', { columns })).toBe(
      'CREATE TABLE "d"."t" ("id" bigint NOT NULL, "day" date, "note" varchar(max)) DISTSTYLE KEY DISTKEY ("id") SORTKEY ("day", "note")',
    )
    const two = columns.map((column) => ({ ...column, cluster: true }))
    expect(() => createTable(dialect, '"d"."t"', { columns: two })).toThrow(
      'Redshift spreads rows by one column, but id and day and note are to be it',
    )
  })

  it('adds one column a statement, never NOT NULL, and alters no type but the width of texts', () => {
    const columns: readonly Column[] = [
      { name: 'a', data_type: 'text', nullable: false, precision: 64, sort: true },
      { name: 'b', data_type: 'json' },
    ]
    expect(addColumns(dialect, '"d"."t"', columns)).toEqual([
      'ALTER TABLE "d"."t" ADD COLUMN "a" varchar(64)',
      'ALTER TABLE "d"."t" ADD COLUMN "b" super',
    ])
    expect(alterType(dialect, '"d"."t"', { name: 'a', data_type: 'text', precision: 512 })).toBe(
      'ALTER TABLE "d"."t" ALTER COLUMN "a" TYPE varchar(512)',
    )
  })

  it('makes texts twice as wide as they are, so that few columns are altered more than once', () => {
    expect([0, 14, 32, 33, 100, 32_767, 40_000].map(textWidth)).toEqual([64, 64, 64, 128, 256, 65_535, 65_535])
  })

  it('empties, fills and drops by plain statements', () => {
    expect(deleteAll('"d"."t"')).toBe('DELETE FROM "d"."t" WHERE 1 = 1')
    expect(insertSelect(dialect, '"d"."t"', { columns: ['a', 'b'], from: dialect.temporaryName('_dlt_replace') })).toBe(
      'INSERT INTO "d"."t" ("a", "b") SELECT "a", "b" FROM "_dlt_replace"',
    )
    expect(dialect.createTemporary('"x"', 'SELECT * FROM "d"."t" LIMIT 0')).toBe(
      'CREATE TEMP TABLE "x" AS SELECT * FROM "d"."t" LIMIT 0',
    )
    expect(dropTable('"x"')).toBe('DROP TABLE IF EXISTS "x"')
    expect(dialect.lockTable?.('"d"."_dlt_loads"')).toBe('LOCK TABLE "d"."_dlt_loads"')
  })
})

describe('merges in Redshift', () => {
  const key = (name: string, hint: keyof Column): Column => ({ name, data_type: 'text', [hint]: true })
  const root = table('users', [{ name: 'id', data_type: 'bigint', primary_key: true }, key('_dlt_id', 'row_key')])
  const nested = table('users__tags', [
    key('value', 'nullable'),
    key('_dlt_parent_id', 'parent_key'),
    key('_dlt_root_id', 'root_key'),
    key('_dlt_id', 'row_key'),
  ])

  it('by delete-insert delete without an alias', () => {
    expect(merged(chain(root))).toMatchInlineSnapshot(`
      [
        "DELETE FROM "d"."users" WHERE EXISTS (SELECT 1 FROM "_dlt_stage_0" AS s WHERE s."id" = "d"."users"."id")",
        "INSERT INTO "d"."users" ("id", "_dlt_id") SELECT "id", "_dlt_id" FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY (SELECT NULL)) AS _dlt_dedup_rn FROM "_dlt_stage_0") AS _dlt_dedup_numbered WHERE _dlt_dedup_rn = 1 AND TRUE",
      ]
    `)
  })

  it('by delete-insert of nested tables go by temporary tables', () => {
    expect(merged(chain(root, { ...nested, parent: 'users' }))).toMatchInlineSnapshot(`
      [
        "CREATE TEMP TABLE "_dlt_delete" AS SELECT "_dlt_id" FROM "d"."users" WHERE EXISTS (SELECT 1 FROM "_dlt_stage_0" AS s WHERE s."id" = "d"."users"."id")",
        "DELETE FROM "d"."users__tags" WHERE "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_dlt_delete")",
        "DELETE FROM "d"."users" WHERE "_dlt_id" IN (SELECT "_dlt_id" FROM "_dlt_delete")",
        "CREATE TEMP TABLE "_dlt_insert" AS SELECT "_dlt_id" FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY (SELECT NULL)) AS _dlt_dedup_rn FROM "_dlt_stage_0") AS _dlt_dedup_numbered WHERE _dlt_dedup_rn = 1 AND TRUE",
        "INSERT INTO "d"."users" ("id", "_dlt_id") SELECT "id", "_dlt_id" FROM "_dlt_stage_0" WHERE "_dlt_id" IN (SELECT "_dlt_id" FROM "_dlt_insert")",
        "INSERT INTO "d"."users__tags" ("value", "_dlt_parent_id", "_dlt_root_id", "_dlt_id") SELECT "value", "_dlt_parent_id", "_dlt_root_id", "_dlt_id" FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "_dlt_id" ORDER BY (SELECT NULL)) AS _dlt_dedup_rn FROM "_dlt_stage_1") AS _dlt_dedup_numbered WHERE _dlt_dedup_rn = 1 AND "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_dlt_insert")",
      ]
    `)
  })

  it('by insert-only insert what is absent', () => {
    expect(merged(chain({ ...root, 'x-merge-strategy': 'insert-only' }))).toMatchInlineSnapshot(`
      [
        "INSERT INTO "d"."users" ("id", "_dlt_id") SELECT s."id", s."_dlt_id" FROM (SELECT "id", "_dlt_id" FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY (SELECT NULL)) AS _dlt_dedup_rn FROM "_dlt_stage_0" AS _dlt_dedup_staged) AS _dlt_dedup_numbered WHERE _dlt_dedup_rn = 1 AND TRUE) AS s WHERE NOT EXISTS (SELECT 1 FROM "d"."users" AS d WHERE d."id" = s."id")",
      ]
    `)
  })

  it('by scd2 end what is gone and begin what is new', () => {
    const history = table('users', [
      { name: 'id', data_type: 'bigint' },
      { name: '_dlt_valid_from', data_type: 'timestamp', 'x-valid-from': true },
      { name: '_dlt_valid_to', data_type: 'timestamp', 'x-valid-to': true, 'x-active-record-timestamp': null },
      { name: '_dlt_id', data_type: 'text', 'x-row-version': true, row_key: true },
    ])
    expect(merged(chain({ ...history, 'x-merge-strategy': 'scd2' }))).toMatchInlineSnapshot(`
      [
        "UPDATE "d"."users" SET "_dlt_valid_to" = CAST('2026-01-01T00:00:00.000000+00:00' AS timestamp with time zone) WHERE NOT EXISTS (SELECT 1 FROM "_dlt_stage_0" AS s WHERE s."_dlt_id" = "d"."users"."_dlt_id") AND "_dlt_valid_to" IS NULL",
        "INSERT INTO "d"."users" ("id", "_dlt_id", "_dlt_valid_from", "_dlt_valid_to") SELECT "id", "_dlt_id", CAST('2026-01-01T00:00:00.000000+00:00' AS timestamp with time zone), NULL FROM "_dlt_stage_0" AS s WHERE NOT EXISTS (SELECT 1 FROM "d"."users" AS d WHERE d."_dlt_id" = s."_dlt_id" AND "_dlt_valid_to" IS NULL)",
      ]
    `)
  })

  it('fill the root keys of rows that were loaded without them', () => {
    expect(fillRootKeys(chain(root, { ...nested, parent: 'users' }), new Set(['users__tags']))).toMatchInlineSnapshot(`
      [
        "UPDATE "d"."users__tags" AS d SET "_dlt_root_id" = p."_dlt_id" FROM "d"."users" AS p WHERE d."_dlt_parent_id" = p."_dlt_id" AND d."_dlt_root_id" IS NULL",
      ]
    `)
  })

  function merged(of: StagedChain): readonly string[] {
    return merge(of, redshiftCapabilities.mergeStrategies)
  }
})

function table(name: string, columns: readonly Column[]): Table {
  return { name, columns: new Map(columns.map((column) => [column.name, column])), write_disposition: 'merge' }
}

function chain(root: Table, ...nested: readonly Table[]): StagedChain {
  const staged = (one: Table, index: number) => ({
    table: one,
    target: `"d".${dialect.quote(one.name)}`,
    staging: dialect.temporaryName(`_dlt_stage_${index}`),
  })
  return {
    root: staged(root, 0),
    nested: nested.map((one, index) => staged(one, index + 1)),
    dialect,
    temporary: (name) => dialect.temporaryName(`_dlt_${name}`),
    boundary: '2026-01-01T00:00:00.000000+00:00',
  }
}
