import { expect, test } from 'vitest'
import type { MergeStrategy } from '../capabilities/capabilities.ts'
import { type Destination, duckdb, type Hints, pipeline, resource } from '../index.ts'

/** A place of files: it merges tables of one format only. */
function lake(mergeStrategies: readonly MergeStrategy[]): Destination {
  const real = duckdb({ path: 'lake.duckdb' })
  const capabilities = {
    ...real.capabilities,
    mergeStrategies,
    tableFormats: { delta: { mergeStrategies: ['upsert', 'insert-only'] as const, altersTypes: false } },
  }
  return { ...real, name: 'lake', capabilities, configure: async () => ({ ...real, name: 'lake', capabilities }) }
}

async function refused(hints: Hints, destination = lake([])) {
  const shop = pipeline({ name: 'refusing', destination, dataDir: '/nowhere', env: {} })
  const pages = resource({ name: 't', ...hints }, () => {
    throw new Error('nothing was to be read')
  })
  return shop.plan(pages).catch((error: unknown) => error)
}

test('a merge that the destination cannot do is refused before anything is read, with what it can do', async () => {
  expect(await refused({ primaryKey: 'id', writeDisposition: 'merge' })).toMatchObject({
    code: 'unsupported_merge_strategy',
    message: 'resource t is to be merged, which destination lake cannot do',
    hint: "Instead: ask for a table format (tableFormat: 'delta'); append; replace.",
    context: { resource: 't', destination: 'lake' },
  })
  const scd2: Hints = { writeDisposition: { disposition: 'merge', strategy: 'scd2' } }
  expect(await refused(scd2)).toMatchObject({
    message: 'resource t is to be merged by scd2, which destination lake cannot do',
    hint: 'Instead: append; replace.',
  })
  expect(await refused(scd2, lake(['delete-insert', 'upsert']))).toMatchObject({
    hint: 'Instead: merge by delete-insert, upsert.',
  })
  expect(await refused({ ...scd2, tableFormat: 'delta' })).toMatchObject({
    hint: 'Instead: merge by upsert, insert-only.',
  })
})

test('a table format that the destination does not make is refused, dlt’s name for its own is not', async () => {
  expect(await refused({ tableFormat: 'iceberg' })).toMatchObject({
    code: 'unsupported_table_format',
    message: 'resource t asks for iceberg tables, which destination lake does not make',
    hint: 'Use one of delta, or leave the table format out.',
  })
  const merged: Hints = { tableFormat: 'delta', primaryKey: 'id', writeDisposition: 'merge' }
  for (const hints of [merged, { tableFormat: 'native' }])
    expect(await refused(hints)).toMatchObject({ message: expect.stringContaining('nothing was to be read') })
})
