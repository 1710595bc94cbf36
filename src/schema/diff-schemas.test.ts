import { describe, expect, test } from 'vitest'
import { diffSchemas } from './diff-schemas.ts'
import { schemaShape } from './schema-shape.ts'
import { fromStored } from './stored-form.ts'

const schema = (tables: object) =>
  fromStored(
    JSON.stringify({
      version: 1,
      version_hash: 'h',
      engine_version: 11,
      name: 'crm',
      tables,
      settings: {},
      normalizers: { names: 'snake_case' },
      previous_hashes: [],
    }),
    { asIs: true },
  )

const users = {
  name: 'users',
  write_disposition: 'append',
  resource: 'users',
  columns: {
    id: { name: 'id', data_type: 'bigint' },
    score: { name: 'score', data_type: 'decimal', precision: 10, scale: 2 },
    at: { name: 'at', data_type: 'timestamp', timezone: false },
    gone: { name: 'gone', data_type: 'text' },
  },
}

describe('two versions of a schema', () => {
  test('that are alike differ in nothing, whatever rows have come', () => {
    const seen = { ...users, 'x-normalizer': { 'seen-data': true } }
    expect(diffSchemas(schema({ users }), schema({ users: seen })).tables).toEqual([])
  })

  test('differ in tables, columns, types, nullability and hints', () => {
    const after = {
      ...users,
      write_disposition: 'merge',
      'x-merge-strategy': 'upsert',
      columns: {
        id: { name: 'id', data_type: 'bigint', nullable: false, primary_key: true },
        score: { name: 'score', data_type: 'decimal', precision: 12, scale: 2 },
        at: users.columns.at,
        name: { name: 'name', data_type: 'text' },
        later: { name: 'later', dedup_sort: 'desc' },
      },
    }
    const posts = { name: 'posts', columns: { id: { name: 'id', data_type: 'bigint' } } }
    const { tables } = diffSchemas(schema({ users, old: posts }), schema({ users: after, posts }))
    expect(tables.map(({ name, change }) => [name, change])).toEqual([
      ['users', 'changed'],
      ['posts', 'added'],
      ['old', 'removed'],
    ])
    expect(tables[0]?.hints).toEqual([
      { hint: 'write_disposition', from: 'append', to: 'merge' },
      { hint: 'x-merge-strategy', to: 'upsert' },
    ])
    expect(tables[0]?.columns).toEqual([
      { name: 'id', change: 'changed', from: 'bigint', to: 'bigint not null primary_key' },
      { name: 'score', change: 'changed', from: 'decimal(10,2)', to: 'decimal(12,2)' },
      { name: 'name', change: 'added', to: 'text' },
      { name: 'later', change: 'added', to: 'no type yet dedup_sort desc' },
      { name: 'gone', change: 'removed', from: 'text' },
    ])
    expect(tables[1]?.columns).toEqual([{ name: 'id', change: 'added', to: 'bigint' }])
  })
})

describe('the shape of a schema', () => {
  test('tells types, hints, variants and links', () => {
    const tables = {
      users: {
        ...users,
        columns: {
          ...users.columns,
          _dlt_id: { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
          id__v_text: { name: 'id__v_text', data_type: 'text', variant: true },
        },
        'x-normalizer': { 'seen-data': true },
      },
      users__tags: {
        name: 'users__tags',
        parent: 'users',
        columns: { _dlt_parent_id: { name: '_dlt_parent_id', data_type: 'text', parent_key: true } },
      },
    }
    const shape = schemaShape(schema(tables))
    expect(shape.tables[0]).toMatchObject({ name: 'users', seen: true, system: false, writeDisposition: 'append' })
    const columns = Object.fromEntries((shape.tables[0]?.columns ?? []).map((column) => [column.name, column]))
    expect(columns.at).toMatchObject({ type: 'timestamp without timezone', nullable: true, hints: [] })
    expect(columns._dlt_id).toMatchObject({ nullable: false, hints: ['unique', 'row_key'] })
    expect(columns.id__v_text).toMatchObject({ variantOf: 'id', hints: ['variant'] })
    expect(shape.tables[1]).toMatchObject({ parent: 'users', seen: false })
    expect(shape.references).toMatchObject([{ table: 'users__tags', to: 'users', label: '_dlt_parent' }])
  })
})
