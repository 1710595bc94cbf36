import { expect, test } from 'vitest'
import { createConfigReader } from '../config/resolve.ts'
import { resolveDestination } from '../destinations/registry.ts'
import { resolveDestinations } from './resolve-destinations.ts'

const target = { pipeline: 'shop', dataset: 'ds', localDir: '/work' }

async function resolved(destination: string, variables: Readonly<Record<string, string>> = {}) {
  const env = { HOME: '/nowhere', ...variables }
  const reader = createConfigReader({ projectDir: '/nowhere', env, pipelineName: 'shop' })
  return (await resolveDestinations({ destination }, reader, { resolveDestination })).destination
}

test('a destination may have a name of its own in the configuration, and then is configured under it', async () => {
  const made = await resolved('my_pg', {
    DESTINATION__MY_PG__DESTINATION_TYPE: 'postgres',
    DESTINATION__MY_PG__CREDENTIALS: 'postgresql://loader:secret@db.example.com:5433/shop',
    DESTINATION__POSTGRES__CREDENTIALS: 'postgresql://other:secret@elsewhere/shop',
  })
  expect(made).toMatchObject({ name: 'my_pg', type: 'dlt.destinations.postgres', options: { name: 'my_pg' } })
  expect(made.location(target)).toContain('db.example.com:5433')
})

test('two named DuckDB files are two files, each where its section says or by its name', async () => {
  const variables = {
    DESTINATION__ONE__DESTINATION_TYPE: 'duckdb',
    DESTINATION__TWO__DESTINATION_TYPE: 'dlt.destinations.duckdb',
    DESTINATION__TWO__CREDENTIALS: 'duckdb:///data/two.db',
  }
  expect((await resolved('one', variables)).location(target)).toBe('duckdb:////work/one.duckdb')
  expect((await resolved('two', variables)).location(target)).toBe('duckdb:////work/data/two.db')
  const [field, value] = ['DESTINATION__DUCKDB__CREDENTIALS__DATABASE', '/abs/three.db']
  expect((await resolved('duckdb', { [field]: value })).location(target)).toBe('duckdb:////abs/three.db')
  await expect(resolved('duckdb', { DESTINATION__DUCKDB__CREDENTIALS: ':memory:' })).rejects.toMatchObject({
    code: 'duckdb_needs_a_file',
  })
})

test('a type that stands in no section of the name is not taken for it', async () => {
  expect(await resolved('duckdb', { DESTINATION_TYPE: 'postgres' })).toMatchObject({ name: 'duckdb' })
  expect(await resolved('duckdb', { DESTINATION__DESTINATION_TYPE: 'postgres' })).toMatchObject({ name: 'duckdb' })
})

test('a name that nothing knows is told how it would be made known', async () => {
  await expect(resolved('lake')).rejects.toMatchObject({
    code: 'unknown_destination',
    hint: expect.stringContaining('A name of your own needs destination_type under [destination.lake].'),
  })
  const planned = { DESTINATION__LAKE__DESTINATION_TYPE: 'snowflake' }
  await expect(resolved('lake', planned)).rejects.toMatchObject({ code: 'destination_planned' })
})
