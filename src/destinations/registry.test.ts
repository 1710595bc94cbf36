import { describe, expect, it } from 'vitest'
import { createConfigReader } from '../config/resolve.ts'
import { duckdb } from './duckdb/index.ts'
import { postgres } from './postgres/index.ts'
import { DESTINATION_NAMES, resolveDestination } from './registry.ts'

const target = { pipeline: 'chatbot', dataset: 'ds', localDir: '/work' }

describe('destinations by name', () => {
  it.each(['duckdb', 'dlt.destinations.duckdb'])('knows %s', async (name) => {
    const destination = await resolveDestination(name, { path: 'x.duckdb' })
    expect(destination.type).toBe('dlt.destinations.duckdb')
    expect(destination.location(target)).toBe('duckdb:////work/x.duckdb')
  })

  it.each([
    ['snowflake', 'destination_planned'],
    ['oracle', 'unknown_destination'],
    ['constructor', 'unknown_destination'],
  ])('says what %s is: %s', async (name, code) => {
    await expect(resolveDestination(name)).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(`Use one of: ${DESTINATION_NAMES.join(', ')}.`),
    })
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

describe('the time that others are waited for', () => {
  const reader = (env: Readonly<Record<string, string>>) => createConfigReader({ projectDir: '/nowhere', env })

  it.each([() => duckdb('x.duckdb'), () => postgres('postgresql://u:p@h/b')])(
    'is a number of seconds in code and in the configuration',
    async (make) => {
      const known = { DESTINATION__LOCK_TIMEOUT: '2.5' }
      expect((await make().configure?.(reader(known)))?.name).toBe(make().name)
      await expect(make().configure?.(reader({ DESTINATION__LOCK_TIMEOUT: '0' }))).rejects.toMatchObject({
        code: 'bad_lock_timeout',
        message: 'a lock timeout of 0 is no number of seconds above 0',
        hint: 'Give the seconds that others are waited for, e.g. 300.',
      })
    },
  )

  it('is kept with what makes a destination again', async () => {
    for (const name of ['duckdb', 'postgres'])
      expect((await resolveDestination(name, { lockTimeout: '60' })).options).toEqual({ lockTimeout: '60' })
    expect(() => duckdb({ lockTimeout: -1 })).toThrow(expect.objectContaining({ code: 'bad_lock_timeout' }))
  })
})
