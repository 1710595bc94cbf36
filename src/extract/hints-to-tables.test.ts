import { describe, expect, it } from 'vitest'
import type { Hints } from '../contracts/resource.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { hintsToTables } from './hints-to-tables.ts'

const naming = namingConvention('snake_case')

function tablesOf(
  hints: Hints,
  target: { readonly cursorColumn?: string; readonly table?: string; readonly variant?: boolean } = {},
) {
  return hintsToTables(hints, { resource: 'Users', naming, ...target }).map(({ columns, ...table }) => ({
    ...table,
    columns: [...columns.values()],
  }))
}

describe('the table of a resource', () => {
  it('without hints is an empty one to append to, under its normalized name', () => {
    expect(tablesOf({})).toEqual([{ name: 'users', resource: 'Users', write_disposition: 'append', columns: [] }])
  })

  it('has hinted columns first, then primary keys, merge keys and the cursor', () => {
    const hints: Hints = {
      columns: { createdAt: { dataType: 'timestamp', timezone: false }, id: { dataType: 'bigint' } },
      primaryKey: ['id', 'tenantId'],
      mergeKey: 'day',
    }
    expect(tablesOf(hints, { cursorColumn: 'updatedAt' })[0]?.columns).toEqual([
      { name: 'created_at', data_type: 'timestamp', timezone: false },
      { name: 'id', data_type: 'bigint', primary_key: true, nullable: false },
      { name: 'tenant_id', primary_key: true, nullable: false },
      { name: 'day', merge_key: true, nullable: false },
      { name: 'updated_at', incremental: true },
    ])
  })

  it('keeps a key nullable where its column says so, and replaces keys on columns', () => {
    const columns = { a: { primaryKey: true }, b: { nullable: true } }
    expect(tablesOf({ columns, primaryKey: 'b' })[0]?.columns).toEqual([
      { name: 'a' },
      { name: 'b', nullable: true, primary_key: true },
    ])
  })

  it('carries formats, contract, nesting, references and x- hints in stored form', () => {
    const hints: Hints = {
      tableName: 'people',
      tableFormat: 'native',
      fileFormat: 'jsonl',
      schemaContract: { dataType: 'freeze' },
      maxTableNesting: 1,
      references: [{ columns: ['teamId'], referencedTable: 'Teams', referencedColumns: ['id'] }],
      'x-note': { keptAsIs: true },
    }
    expect(tablesOf(hints)).toEqual([
      {
        name: 'people',
        resource: 'Users',
        write_disposition: 'append',
        table_format: 'native',
        file_format: 'jsonl',
        schema_contract: { data_type: 'freeze' },
        references: [{ columns: ['team_id'], referenced_table: 'teams', referenced_columns: ['id'] }],
        'x-normalizer': { max_nesting: 1 },
        'x-note': { keptAsIs: true },
        columns: [],
      },
    ])
  })

  it('is named as a variant where the hints are those of one of its tables', () => {
    expect(tablesOf({}, { table: 'Va', variant: true })[0]).toMatchObject({
      name: 'va',
      variant_name: 'Va',
      resource: 'Users',
    })
  })
})

describe('nested hints', () => {
  it('make nested tables, shorter paths first, and roots of those with a key', () => {
    const nestedHints = {
      'Orders.lines': { columns: { qty: { dataType: 'bigint' } } },
      Orders: {},
      tags: { primaryKey: 'tag', writeDisposition: 'merge' },
    } as const
    expect(tablesOf({ nestedHints }).slice(1)).toEqual([
      { name: 'users__orders', parent: 'users', columns: [] },
      {
        name: 'users__tags',
        resource: 'Users',
        write_disposition: 'merge',
        columns: [{ name: 'tag', primary_key: true, nullable: false }],
      },
      { name: 'users__orders__lines', parent: 'users__orders', columns: [{ name: 'qty', data_type: 'bigint' }] },
    ])
  })
})

describe('a merge', () => {
  it('stores its options as table hints and marks the row version', () => {
    const writeDisposition = {
      disposition: 'merge',
      strategy: 'upsert',
      skipUnchangedRows: true,
      rowVersionColumnName: 'etag',
      sourceFilter: 'a > 1',
    } as const
    expect(tablesOf({ writeDisposition, columns: { etag: { dataType: 'text' } } })).toEqual([
      {
        name: 'users',
        resource: 'Users',
        write_disposition: 'merge',
        'x-merge-strategy': 'upsert',
        'x-merge-source-filter': 'a > 1',
        'x-merge-skip-unchanged-rows': true,
        columns: [{ name: 'etag', data_type: 'text', nullable: false, 'x-row-version': true }],
      },
    ])
  })

  it('by scd2 adds its columns', () => {
    expect(tablesOf({ writeDisposition: { disposition: 'merge', strategy: 'scd2' } })[0]?.columns).toEqual([
      { name: '_dlt_valid_from', data_type: 'timestamp', nullable: true, 'x-valid-from': true },
      {
        name: '_dlt_valid_to',
        data_type: 'timestamp',
        nullable: true,
        'x-valid-to': true,
        'x-active-record-timestamp': null,
      },
      { name: '_dlt_id', nullable: false, 'x-row-version': true, unique: false, row_key: false },
    ])
  })

  it.each([
    ['an unknown strategy', { strategy: 'swap' }],
    ['an unknown option', { speed: 'fast' }],
    ['an option of another strategy', { strategy: 'delete-insert', skipUnchangedRows: true }],
  ])('with %s is refused', (_what, options) => {
    expect(() => tablesOf({ writeDisposition: { disposition: 'merge', ...options } })).toThrow(
      expect.objectContaining({ code: 'invalid_disposition' }),
    )
  })
})

describe('a wrong hint', () => {
  it.each([
    ['of an unknown name', { primary: true }, 'unknown_hint'],
    ['of an unknown type', { dataType: 'money' }, 'invalid_hint'],
  ])('%s is refused and its column named', (_what, hint, code) => {
    const hints: Hints = JSON.parse(JSON.stringify({ columns: { amount: hint } }))
    expect(() => tablesOf(hints)).toThrow(expect.objectContaining({ code, context: { column: 'amount' } }))
  })
})
