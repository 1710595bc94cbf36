import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../contracts/page.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import type { Contract } from '../schema/contract.ts'
import { createSchema } from '../schema/create-schema.ts'
import type { Schema } from '../schema/stored.ts'
import { storedText } from '../schema/stored-form.ts'
import { type Normalized, Normalizer } from './normalize.ts'
import { parseRows } from './page-rows.ts'
import type { RowPolicy } from './value-way.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-contracts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const naming = namingConvention('snake_case', 65_536)

function normalizer(schema = createSchema('fuzz', { naming })): Normalizer {
  let counter = 0
  return new Normalizer({
    schema,
    naming,
    loadId: '1795426091.302094',
    folder,
    compression: 'none',
    formatOf: () => 'parquet',
    maxColumns: 10_000,
    now: 1_795_426_091,
    random: (bytes) => {
      for (let at = 0; at < bytes.length; at++) bytes[at] = counter = (counter * 16_807 + 11) % 2_147_483_647
    },
  })
}

let before: Schema = createSchema('fuzz', { naming })
beforeAll(async () => {
  const first = normalizer()
  const bytes = Buffer.from('[{"id":1,"a":1,"t":"x","l":[{"x":1}],"o":{"p":1}}]')
  await first.add({ bytes }, { table: 'items', resource: 'items' })
  before = (await first.finish()).schema
})

interface Outcome {
  readonly error?: Readonly<Record<string, unknown>>
  readonly rows: Readonly<Record<string, number>>
  readonly files: readonly { readonly table: string; readonly digest: string }[]
  readonly discarded: Normalized['discarded']
  readonly nullOnlyColumns: Normalized['nullOnlyColumns']
  readonly schema: string
}

/** What a page comes to under a contract on the schema that `before` is. */
async function outcome(
  page: Page<unknown>,
  contract: Contract,
  policy: RowPolicy = { quarantine: true },
): Promise<Outcome> {
  const next = normalizer({ ...before, settings: { ...before.settings, schema_contract: { ...contract } } })
  try {
    await next.add(page, { table: 'items', resource: 'items', ...policy })
    const { schema, jobs, nullOnlyColumns, discarded } = await next.finish()
    const rows: Record<string, number> = {}
    for (const job of jobs) rows[job.table] = (rows[job.table] ?? 0) + job.rows
    const files = jobs.map(({ table, columns, digest }) => ({ table, columns, digest }))
    return { rows, files, nullOnlyColumns, discarded, schema: storedText(schema) }
  } catch (error) {
    await next.abort()
    if (!(error instanceof TolvaError)) throw error
    const { table, column, row } = error.context
    return {
      error: { code: error.code, table, column, row },
      rows: {},
      files: [],
      discarded: [],
      nullOnlyColumns: {},
      schema: '',
    }
  }
}

const mode = fc.constantFrom('evolve', 'freeze', 'discard_row', 'discard_value')
const contracts = fc.record({ tables: mode, columns: mode, data_type: mode })
const scalar = fc.constantFrom('null', 'true', '1', '-7', '2.5', '"x"', '"2024-01-02T03:04:05Z"')
const key = fc.constantFrom('a', 't', 'b', 'l', 'o', 'new', 'o__p')
const inner = fc.constantFrom('x', 'y', 'p', 'q')
const objectOf = (keys: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc
    .uniqueArray(fc.tuple(keys, value), { maxLength: 4, selector: ([name]) => name })
    .map((fields) => fields.map(([name, text]) => `"${name}":${text}`))
const braced = (fields: readonly string[]) => `{${fields.join(',')}}`
const value = fc.oneof(
  { weight: 3, arbitrary: scalar },
  objectOf(inner, scalar).map(braced),
  fc.array(fc.oneof(scalar, objectOf(inner, scalar).map(braced)), { maxLength: 3 }).map((items) => `[${items}]`),
)
const rows = fc
  .array(objectOf(key, value), { maxLength: 12 })
  .map((all) => `[${all.map((fields, id) => braced([`"id":${id}`, ...fields]))}]`)

const asBytes = (text: string): Page<unknown> => ({ bytes: Buffer.from(text) })
const asRows = (text: string): Page<unknown> => ({ rows: parseRows(Buffer.from(text), 'json') })

describe('under every contract', () => {
  it('bytes and rows come to the same files, schema, counts and errors', async () => {
    await fc.assert(
      fc.asyncProperty(rows, contracts, async (text, contract) => {
        const bytes = await outcome(asBytes(text), contract)
        expect(bytes).toEqual(await outcome(asRows(text), contract))
      }),
      { numRuns: 250 },
    )
  })

  it('bytes and rows come to the same where columns widen', async () => {
    const numbers = fc.constantFrom('1', '-7', '2.5', '2.0', '9007199254740993', '1e300', 'null', '"x"')
    const pages = fc
      .array(objectOf(key, numbers), { maxLength: 12 })
      .map((all) => `[${all.map((fields, id) => braced([`"id":${id}`, ...fields]))}]`)
    await fc.assert(
      fc.asyncProperty(pages, contracts, async (text, contract) => {
        const bytes = await outcome(asBytes(text), contract, { widen: true })
        expect(bytes).toEqual(await outcome(asRows(text), contract, { widen: true }))
      }),
      { numRuns: 150 },
    )
  })

  it('the root rows loaded and those set aside are the rows given, and each one set aside is in quarantine', async () => {
    await fc.assert(
      fc.asyncProperty(rows, contracts, async (text, contract) => {
        const result = await outcome(asBytes(text), contract)
        if (result.error !== undefined) return
        const given = JSON.parse(text).length
        const dropped = result.discarded.filter((one) => one.table === 'items' && one.mode === 'discard_row')
        const count = dropped.reduce((sum, one) => sum + one.count, 0)
        expect((result.rows.items ?? 0) + count).toBe(given)
        const kept = result.rows._tolva_quarantine ?? 0
        expect(kept > 0).toBe(result.discarded.length > 0)
        expect(kept).toBeLessThanOrEqual(result.discarded.reduce((sum, one) => sum + one.count, 0))
      }),
      { numRuns: 100 },
    )
  })

  it('quarantine changes no row, no count and no other table', async () => {
    await fc.assert(
      fc.asyncProperty(rows, contracts, async (text, contract) => {
        const kept = await outcome(asBytes(text), contract)
        const plain = await outcome(asBytes(text), contract, {})
        const { _tolva_quarantine: _kept, ...rest } = kept.rows
        expect(kept.error).toEqual(plain.error)
        expect(rest).toEqual(plain.rows)
        expect(kept.discarded).toEqual(plain.discarded)
        if (plain.discarded.length === 0) expect(kept.schema).toBe(plain.schema)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a table that is refused', () => {
  it('takes no row, whatever its rows look like and however they come', async () => {
    const contract = { tables: 'discard_row', columns: 'evolve', data_type: 'evolve' } as const
    const text = '[{"id":2,"m":[{"z":1}]},{"id":3,"m":[{},null,{"z":2}]},{"id":4,"m":[[1],2]},{"id":5,"m":[]}]'
    const bytes = await outcome(asBytes(text), contract)
    expect(bytes).toEqual(await outcome(asRows(text), contract))
    expect(bytes).toMatchObject({
      rows: { items: 4, _tolva_quarantine: 3 },
      discarded: [{ table: 'items__m', reason: 'contract on tables', mode: 'discard_row', count: 6 }],
    })
  })
})
