import { readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bumpVersion } from './bump-version.ts'
import { createSchema } from './create-schema.ts'
import type { JsonObject } from './json-object.ts'
import type { Schema } from './stored.ts'
import { fromStored, storedText, toStored } from './stored-form.ts'
import { versionHash } from './version-hash.ts'

const VECTORS = new URL('../../test/conformance/vectors/core/', import.meta.url)

const recorded = readdirSync(VECTORS).flatMap((file) => {
  const { results = [] } = JSON.parse(readFileSync(new URL(file, VECTORS), 'utf8'))
  const schemas: { readonly title: string; readonly stored: JsonObject }[] = []
  for (const [run, result] of results.entries()) {
    for (const [name, stored] of Object.entries<JsonObject>(result.schemas ?? {})) {
      schemas.push({ title: `${file}, run ${run + 1}, ${name}`, stored })
    }
  }
  return schemas
})

function withColumns(...names: readonly string[]): Schema {
  const schema = createSchema('s')
  const columns = new Map(names.map((name) => [name, { name, data_type: 'text' }] as const))
  const table = { name: 't', columns, write_disposition: 'append', resource: 't' } as const
  return bumpVersion({ ...schema, tables: new Map([...schema.tables, ['t', table]]) })
}

describe('stored schemas of recorded runs', () => {
  it('are many', () => {
    expect(recorded.length).toBeGreaterThan(150)
  })

  it.each(recorded)('keep hash, keys and order there and back: $title', ({ stored }) => {
    const schema = fromStored(stored)
    expect(versionHash(schema)).toBe(stored.version_hash)
    expect(toStored(schema)).toEqual(stored)
    expect(storedText(schema)).toBe(JSON.stringify(stored))
  })
})

describe('the stored form', () => {
  it('is read from base64 of deflated text, as dlt writes long ones', () => {
    const schema = withColumns('a')
    const packed = deflateSync(Buffer.from(storedText(schema))).toString('base64')
    expect(fromStored(packed)).toEqual(schema)
  })

  it('keeps the order of any column names, integer-like ones too', () => {
    const names = fc.uniqueArray(fc.oneof(fc.nat(99).map(String), fc.string({ minLength: 1 })), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(names, (columns) => {
        const schema = withColumns(...columns)
        expect(fromStored(storedText(schema))).toEqual(schema)
        expect([...(fromStored(toStored(schema)).tables.get('t')?.columns.keys() ?? [])]).toEqual(columns)
      }),
    )
  })

  it.each([
    [12, 'newer_engine'],
    [6, 'engine_too_old'],
    ['11', 'invalid_schema'],
  ])('of engine %j is refused as %s', (engine_version, code) => {
    expect(() => fromStored({ ...toStored(createSchema('s')), engine_version })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it.each([
    ['a column of unknown type', { t: { columns: { a: { data_type: 'money' } } } }],
    ['a flag that is a text', { t: { columns: { a: { nullable: 'no' } } } }],
    ['an unknown disposition', { t: { columns: {}, write_disposition: 'upsert' } }],
    ['a table that is a list', { t: [] }],
  ])('with %s is refused', (_what, tables) => {
    expect(() => fromStored({ ...toStored(createSchema('s')), tables })).toThrow(
      expect.objectContaining({ code: 'invalid_schema' }),
    )
  })

  it('gets names, disposition and resource where an exported file left them out', () => {
    const stored = { ...toStored(createSchema('s')), tables: { t: { columns: { a: { data_type: 'text' } } } } }
    expect(fromStored(stored).tables.get('t')).toEqual({
      name: 't',
      columns: new Map([['a', { name: 'a', data_type: 'text' }]]),
      write_disposition: 'append',
      resource: 't',
    })
  })
})

describe('a document of engine 9', () => {
  const old = {
    ...toStored(bumpVersion(createSchema('s'))),
    engine_version: 9,
    tables: {
      t: {
        name: 't',
        columns: {
          o: { name: 'o', data_type: 'complex' },
          gone: { name: 'gone', 'x-normalizer': { 'seen-null-first': true } },
          kept: { name: 'kept', data_type: 'text', 'x-normalizer': { 'seen-null-first': true } },
          _dlt_id: { name: '_dlt_id', data_type: 'text', unique: true },
          _dlt_parent_id: { name: '_dlt_parent_id', data_type: 'text', foreign_key: true },
        },
      },
    },
    settings: { preferred_types: { 're:^o': 'complex' }, default_hints: { foreign_key: ['_dlt_parent_id'] } },
  }

  it('is migrated to engine 11 and raised by one version', () => {
    const schema = fromStored(old)
    expect([...(schema.tables.get('t')?.columns.values() ?? [])]).toEqual([
      { name: 'o', data_type: 'json' },
      { name: 'kept', data_type: 'text' },
      { name: '_dlt_id', data_type: 'text', unique: true, row_key: true },
      { name: '_dlt_parent_id', data_type: 'text', parent_key: true },
    ])
    expect(schema.settings).toEqual({
      preferred_types: { 're:^o': 'json' },
      default_hints: { row_key: ['_dlt_id'], parent_key: ['_dlt_parent_id'] },
    })
    expect(schema.normalizers.use_break_path_on_normalize).toBe(false)
    expect(schema).toMatchObject({ engine_version: 11, version: 2 })
    expect(schema.previous_hashes).toHaveLength(1)
  })
})
