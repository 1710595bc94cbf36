import { describe, expect, it } from 'vitest'
import { createConfigReader } from '../config/resolve.ts'
import { duckdb } from './duckdb/index.ts'
import { postgres } from './postgres/index.ts'
import { resolveDestination } from './registry.ts'

const target = { pipeline: 'chatbot', dataset: 'ds', localDir: '/work' }

describe('destinations by name', () => {
  it.each(['duckdb', 'dlt.destinations.duckdb'])('knows %s', async (name) => {
    const destination = await resolveDestination(name, { path: 'x.duckdb' })
    expect(destination.type).toBe('dlt.destinations.duckdb')
    expect(destination.location(target)).toBe('duckdb:////work/x.duckdb')
  })

  it.each([
    ['redshift', 'destination_planned'],
    ['filesystem', 'destination_planned'],
    ['oracle', 'unknown_destination'],
    ['constructor', 'unknown_destination'],
  ])('says what %s is: %s', async (name, code) => {
    await expect(resolveDestination(name)).rejects.toMatchObject({ code, hint: 'Use one of: duckdb, postgres.' })
  })
})

describe('the DuckDB destination', () => {
  it('puts its file beside the pipeline unless a path is given', () => {
    expect(duckdb().location(target)).toBe('duckdb:////work/chatbot.duckdb')
    expect(duckdb('/abs/y.duckdb').location(target)).toBe('duckdb:////abs/y.duckdb')
  })

  it('refuses a database that would be gone after the load', () => {
    expect(() => duckdb(':memory:')).toThrow(expect.objectContaining({ code: 'duckdb_needs_a_file' }))
  })
})

describe('the strategy by which tables are replaced', () => {
  const reader = (env: Readonly<Record<string, string>>) => createConfigReader({ projectDir: '/nowhere', env })

  it.each([() => duckdb('x.duckdb'), () => postgres('postgresql://u:p@h/b')])(
    'is one that the destination knows',
    async (make) => {
      const known = { DESTINATION__REPLACE_STRATEGY: 'insert-from-staging' }
      expect((await make().configure?.(reader(known)))?.name).toBe(make().name)
      await expect(make().configure?.(reader({ DESTINATION__REPLACE_STRATEGY: 'magic' }))).rejects.toMatchObject({
        code: 'unknown_replace_strategy',
        hint: 'Use one of truncate-and-insert, insert-from-staging, staging-optimized.',
      })
    },
  )

  it('is kept with what makes a destination again', async () => {
    const options = { createIndexes: 'false', name: 'lake', replaceStrategy: 'staging-optimized' }
    expect((await resolveDestination('postgres', options)).options).toEqual(options)
    await expect(resolveDestination('duckdb', { replaceStrategy: 'magic' })).rejects.toMatchObject({
      code: 'unknown_replace_strategy',
    })
  })
})
