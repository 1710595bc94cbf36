import { Parser } from '@dbml/core'
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { describe, expect, test } from 'vitest'
import { namingConvention } from '../../naming/naming-convention.ts'
import { createSchema } from '../create-schema.ts'
import { mergeHints } from '../merge-hints.ts'
import { newTable } from '../new-table.ts'
import type { Column, Schema } from '../stored.ts'
import { fromStored, storedText } from '../stored-form.ts'
import { dbml } from './dbml.ts'
import { dot } from './dot.ts'
import { mermaid } from './mermaid.ts'
import { referencesOf } from './references.ts'
import { SCHEMA_FORMATS } from './schema-formats.ts'
import { typescript } from './typescript.ts'

const naming = namingConvention('snake_case')

/** Two resources, a nested table, a link of the user's own, two keys, and texts that must be escaped. */
const shop: Schema = {
  ...createSchema('shop', { naming }),
  tables: new Map(
    mergeHints(
      createSchema('shop', { naming }),
      [
        table('users', [
          { name: 'id', data_type: 'bigint', nullable: false, primary_key: true },
          { name: 'name', data_type: 'text', unique: true, description: `It's the "name" \\ of <all> */` },
          { name: 'price', data_type: 'decimal', precision: 38, scale: 9 },
          { name: 'born', data_type: 'date' },
          { name: 'seen', data_type: 'timestamp' },
          { name: 'photo', data_type: 'binary' },
          { name: 'extra', data_type: 'json' },
          { name: 'nothing_yet' },
          { name: '_dlt_load_id', data_type: 'text', nullable: false },
          { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
        ]),
        {
          ...newTable('users__tags', {
            parent: 'users',
            columns: [
              { name: 'value', data_type: 'text' },
              { name: '_dlt_parent_id', data_type: 'text', nullable: false, parent_key: true },
              { name: '_dlt_list_idx', data_type: 'bigint', nullable: false },
              { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
            ],
          }),
        },
        {
          ...table('orders', [
            { name: 'shop_id', data_type: 'bigint', nullable: false, primary_key: true },
            { name: 'number', data_type: 'bigint', nullable: false, primary_key: true },
            { name: 'user_id', data_type: 'bigint' },
            { name: '_dlt_load_id', data_type: 'text', nullable: false },
            { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
          ]),
          references: [
            { columns: ['user_id'], referenced_table: 'users', referenced_columns: ['id'], cardinality: 'many_to_one' },
            { columns: ['gone'], referenced_table: 'nowhere', referenced_columns: ['id'] },
          ],
        },
      ],
      { naming },
    ).schema.tables,
  ),
}

function table(name: string, columns: readonly Column[]) {
  return { ...newTable(name, { columns, resource: name }), description: `Rows of 'the' "${name}"` }
}

test('links are parents, loads, those declared, and versions', () => {
  expect(
    referencesOf(shop).map((one) => `${one.table}.${one.columns} ${one.cardinality} ${one.to}.${one.toColumns}`),
  ).toEqual([
    'users._dlt_load_id many_to_one _dlt_loads.load_id',
    'users__tags._dlt_parent_id many_to_one users._dlt_id',
    'orders._dlt_load_id many_to_one _dlt_loads.load_id',
    'orders.user_id many_to_one users.id',
    'orders.gone one_to_many nowhere.id',
    '_dlt_version.version_hash one_to_many _dlt_loads.schema_version_hash',
    '_dlt_version.schema_name many_to_many _dlt_loads.schema_name',
  ])
})

test('dbml is read by its own parser: tables, keys, notes, links and groups', () => {
  const [parsed] = Parser.parse(dbml(shop), 'dbmlv2').schemas
  const users = parsed?.tables.find(({ name }) => name === 'users')
  expect(parsed?.tables.map(({ name }) => name)).toEqual([
    'users',
    'users__tags',
    'orders',
    '_dlt_version',
    '_dlt_loads',
  ])
  expect(users?.fields.map(({ name }) => name)).not.toContain('nothing_yet')
  expect(users?.fields.find(({ name }) => name === 'id')).toMatchObject({ pk: true, not_null: true })
  expect(users?.fields.find(({ name }) => name === 'name')).toMatchObject({
    unique: true,
    note: `It's the "name" \\ of <all> */`,
  })
  expect(users?.fields.find(({ name }) => name === 'price')?.type).toMatchObject({ type_name: 'decimal(38,9)' })
  expect(parsed?.tables.find(({ name }) => name === 'orders')?.indexes).toMatchObject([{ pk: true }])
  expect(parsed?.refs).toHaveLength(6)
  expect(parsed?.tableGroups.map(({ name }) => name)).toEqual(['users', 'orders'])
})

test('dot is drawn by Graphviz', async () => {
  const svg = (await Graphviz.load()).dot(dot(shop))
  expect(svg).toContain('users__tags')
  expect(svg.match(/class="edge"/g)).toHaveLength(6)
})

test('mermaid has an entity a table and a line a link, and no quote within a comment', () => {
  const text = mermaid(shop)
  expect(text).toMatch(
    /^erDiagram\n {4}users\{\n {4}bigint id PK\n {4}text name UK "It's the 'name' \\ of <all> \*\/"\n/,
  )
  expect(text).toContain('    users__tags }|--|| users : "_dlt_parent"\n')
  expect(text).not.toContain('nothing_yet')
})

describe('stored forms', () => {
  test.each(['json', 'yaml'])('%s is read back as the same schema', async (format) => {
    const text = SCHEMA_FORMATS[format]?.(shop) ?? ''
    const document = format === 'json' ? JSON.parse(text) : (await import('yaml')).parse(text)
    expect(storedText(fromStored(document, { asIs: true }))).toBe(storedText(shop))
  })
})

test('typescript says what a dataset returns, and names what comes out alike apart', () => {
  const odd = {
    ...shop,
    tables: new Map([
      ...shop.tables,
      ['users_tags', table('users_tags', [{ name: 'odd-name', data_type: 'double' }])] as const,
      ['2024', table('2024', [{ name: 'x', data_type: 'wei', nullable: false }])] as const,
      ['tables', table('tables', [{ name: 'x', data_type: 'bool' }])] as const,
    ]),
  }
  const text = typescript([odd, odd])
  expect(text).toContain(`/** Rows of 'the' "users" */
export interface Users {
  readonly id: number
  /** It's the "name" \\ of <all> * / */
  readonly name: string | null
  readonly price: string | null
  readonly born: string | null
  readonly seen: string | null
  readonly photo: Uint8Array | null
  readonly extra: unknown
  readonly _dlt_load_id: string
  readonly _dlt_id: string
}`)
  expect(text).toContain('export interface UsersTags2 {\n  readonly "odd-name": number | null\n}')
  expect(text).toContain('export interface Table2024 {\n  readonly x: string\n}')
  expect(text).toContain(`export interface Tables {
  readonly users: Users
  readonly users__tags: UsersTags
  readonly orders: Orders
  readonly users_tags: UsersTags2
  readonly "2024": Table2024
  readonly tables: Tables2
`)
})
