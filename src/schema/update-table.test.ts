import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namingConvention } from '../naming/naming-convention.ts'
import { bumpVersion, isModified, replaceContent } from './bump-version.ts'
import { createSchema } from './create-schema.ts'
import { dropTables } from './drop-tables.ts'
import { mergeTable } from './merge-table.ts'
import { newTable } from './new-table.ts'
import { propagatedColumns } from './propagation.ts'
import type { Column, Table } from './stored.ts'
import { updateSchema } from './update-schema.ts'
import { updateTable } from './update-table.ts'
import { versionHash } from './version-hash.ts'

const naming = namingConvention('snake_case')

const column = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c', '7', '__proto__'),
    data_type: fc.constantFrom('text', 'bigint'),
    nullable: fc.boolean(),
    primary_key: fc.boolean(),
    merge_key: fc.boolean(),
  },
  { requiredKeys: ['name'] },
)
const table = fc.array(column, { maxLength: 6 }).map((columns: readonly Column[]): Table => newTable('t', { columns }))

describe('merging a table', () => {
  it('a second time changes nothing', () => {
    fc.assert(
      fc.property(table, table, fc.boolean(), (existing, partial, mergeCompoundProps) => {
        const once = mergeTable(existing, partial, { mergeCompoundProps })
        const twice = mergeTable(once, partial, { mergeCompoundProps })
        expect([...twice.columns]).toEqual([...once.columns])
      }),
    )
  })

  it('loses no column and leaves its arguments alone', () => {
    fc.assert(
      fc.property(table, table, (existing, partial) => {
        const before = structuredClone([...existing.columns])
        const merged = mergeTable(existing, partial)
        expect(new Set(merged.columns.keys())).toEqual(new Set([...existing.columns.keys(), ...partial.columns.keys()]))
        expect([...existing.columns]).toEqual(before)
      }),
    )
  })

  it('moves a column that becomes complete to the end, and keeps its hints', () => {
    const hinted = newTable('t', {
      columns: [
        { name: 'id', primary_key: true, nullable: false },
        { name: 'x', data_type: 'text' },
      ],
    })
    const merged = mergeTable(hinted, newTable('t', { columns: [{ name: 'id', data_type: 'bigint' }] }))
    expect([...merged.columns.values()]).toEqual([
      { name: 'x', data_type: 'text' },
      { name: 'id', primary_key: true, nullable: false, data_type: 'bigint' },
    ])
  })

  it.each([
    [true, ['a', 'b']],
    [false, ['b']],
  ])('with compound properties merged: %j, has the keys %j', (mergeCompoundProps, keys) => {
    const existing = newTable('t', { columns: [{ name: 'a', primary_key: true }] })
    const partial = newTable('t', { columns: [{ name: 'b', primary_key: true }] })
    const merged = mergeTable(existing, partial, { mergeCompoundProps })
    expect([...merged.columns.values()].filter((c) => c.primary_key).map((c) => c.name)).toEqual(keys)
  })

  it('replaces references to the same table and adds others', () => {
    const reference = (target: string, ...columns: readonly string[]) => ({
      columns,
      referenced_table: target,
      referenced_columns: ['id'],
    })
    const existing = { ...newTable('t'), references: [reference('a', 'x'), reference('b', 'y')] }
    const partial = { ...newTable('t'), references: [reference('a', 'z'), reference('c', 'w')] }
    expect(mergeTable(existing, partial).references).toEqual([
      reference('a', 'z'),
      reference('b', 'y'),
      reference('c', 'w'),
    ])
  })

  it('keeps what the normalizer noted when a hint adds to it', () => {
    const existing = { ...newTable('t'), 'x-normalizer': { 'seen-data': true } }
    const merged = mergeTable(existing, { ...newTable('t'), 'x-normalizer': { max_nesting: 1 } })
    expect(merged['x-normalizer']).toEqual({ 'seen-data': true, max_nesting: 1 })
  })

  it('refuses another parent', () => {
    expect(() => mergeTable(newTable('t', { parent: 'p' }), newTable('t'))).toThrow(
      expect.objectContaining({ code: 'parent_conflict' }),
    )
  })
})

describe('the root key', () => {
  const merged: Table = { ...newTable('t'), write_disposition: 'merge' }

  it.each([
    ['delete-insert', true],
    ['upsert', true],
    ['insert-only', true],
    ['cdc', true],
    ['scd2', false],
    [undefined, true],
  ])('under merge strategy %s is handed down: %j', (strategy, handed) => {
    const hinted = strategy ? { ...merged, 'x-merge-strategy': strategy } : merged
    const schema = updateTable(createSchema('s'), hinted, { naming })
    expect(propagatedColumns(schema, 't')).toEqual(handed ? { _dlt_id: '_dlt_root_id' } : {})
  })

  it.each([
    [true, newTable('t'), true],
    [false, merged, false],
  ])('follows the setting %j of the source whatever the disposition', (rootKey, hinted, handed) => {
    const schema = updateTable(createSchema('s', { rootKey }), hinted, { naming })
    expect(propagatedColumns(schema, 't')).toEqual(handed ? { _dlt_id: '_dlt_root_id' } : {})
  })

  it('goes on being handed down where a nested table has it', () => {
    const child = newTable('t__l', {
      parent: 't',
      columns: [{ name: '_dlt_root_id', data_type: 'text', root_key: true }],
    })
    const root = updateTable(createSchema('s'), newTable('t'), { naming })
    expect(propagatedColumns(updateTable(root, child, { naming }), 't')).toEqual({ _dlt_id: '_dlt_root_id' })
  })

  it('is forgotten with its table', () => {
    const schema = updateTable(createSchema('s'), merged, { naming })
    expect(propagatedColumns(dropTables(schema, ['t']), 't')).toEqual({})
  })
})

describe('a nested table', () => {
  it('is refused before its parent', () => {
    expect(() => updateTable(createSchema('s'), newTable('t__l', { parent: 't' }), { naming })).toThrow(
      expect.objectContaining({ code: 'unknown_parent' }),
    )
  })

  it('is not left behind when its parent is dropped', () => {
    const root = updateTable(createSchema('s'), newTable('t'), { naming })
    const schema = updateTable(root, newTable('t__l', { parent: 't' }), { naming })
    expect(() => dropTables(schema, ['t'])).toThrow(expect.objectContaining({ code: 'orphaned_tables' }))
    expect([...dropTables(schema, ['t', 't__l']).tables.keys()]).toEqual(['_dlt_version', '_dlt_loads'])
  })
})

describe('the version', () => {
  const schema = bumpVersion(createSchema('empty_one'))

  it('of an empty schema is 1, with the hash that dlt computes', () => {
    expect(schema).toMatchObject({ version: 1, previous_hashes: [] })
    expect(schema.version_hash).toBe('f10pxEE3+IcJ+eAI6M1WHpxdgxykqAuPupg36RZwFZc=')
    expect(bumpVersion(schema)).toBe(schema)
  })

  it('counts changes, and keeps the last ten hashes, newest first', () => {
    const hashes: string[] = []
    let grown = schema
    for (let count = 1; count <= 12; count++) {
      hashes.unshift(grown.version_hash)
      grown = updateTable(grown, newTable(`t${count}`), { naming })
      expect(isModified(grown)).toBe(true)
      grown = bumpVersion(grown)
    }
    expect(grown.version).toBe(13)
    expect(grown.previous_hashes).toEqual(hashes.slice(0, 10))
  })

  it('returns to an earlier hash when the change is undone', () => {
    const grown = bumpVersion(updateTable(schema, newTable('t'), { naming }))
    const undone = bumpVersion(dropTables(grown, ['t']))
    expect(undone.version_hash).toBe(schema.version_hash)
    expect(undone.version).toBe(3)
  })

  it('is not raised by replacing content, which notes the hash in between', () => {
    const first = updateTable(schema, newTable('t'), { naming })
    const second = updateTable(first, newTable('u'), { naming })
    const replaced = replaceContent(first, second)
    expect(replaced.version).toBe(1)
    expect(replaced.previous_hashes).toEqual([versionHash(first), schema.version_hash])
  })

  it('hash does not depend on the order of tables, but on that of columns', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'é', '𝒳', '\ufb01'), { minLength: 2 })
    fc.assert(
      fc.property(names, (order) => {
        const tables = order.map((name) => [name, newTable(name)] as const)
        const forth = { ...schema, tables: new Map(tables) }
        const back = { ...schema, tables: new Map(tables.toReversed()) }
        expect(versionHash(back)).toBe(versionHash(forth))
        const withColumns = (columns: readonly string[]) => {
          const definition = newTable('t', { columns: columns.map((name) => ({ name, data_type: 'text' })) })
          return versionHash({ ...schema, tables: new Map([['t', definition]]) })
        }
        expect(withColumns(order.toReversed())).not.toBe(withColumns(order))
      }),
    )
  })
})

describe('the stored schema of a source', () => {
  it('takes settings and nesting of the source and keeps tables, root keys and version', () => {
    const merged: Table = { ...newTable('t'), write_disposition: 'merge' }
    const stored = bumpVersion(updateTable(createSchema('s', { maxTableNesting: 3 }), merged, { naming }))
    const fresh = createSchema('s', { settings: { schema_contract: 'freeze' } })
    const updated = updateSchema(stored, fresh, naming)
    expect(updated.settings.schema_contract).toBe('freeze')
    expect(updated.normalizers.json).toEqual({
      module: 'dlt.common.normalizers.json.relational',
      config: { propagation: { tables: { t: { _dlt_id: '_dlt_root_id' } } } },
    })
    expect(updated).toMatchObject({ version: 1, version_hash: stored.version_hash })
    expect(updated.tables.get('t')).toEqual(merged)
  })

  it('is unchanged when nothing changed', () => {
    const stored = bumpVersion(createSchema('s'))
    expect(isModified(updateSchema(stored, createSchema('s'), naming))).toBe(false)
  })
})
