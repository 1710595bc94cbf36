import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runVersionHashCase } from './schema-checks.ts'

const recorded = JSON.parse(readFileSync(new URL('../vectors/core/version_hash.json', import.meta.url), 'utf8'))

describe('recorded version hashes', () => {
  it('are reproduced', () => {
    expect(runVersionHashCase(recorded)).toEqual([])
  })

  it('differ when a column is moved', () => {
    const moved = structuredClone(recorded)
    const table = moved.checks[1].stored.tables.t
    table.columns = { x: table.columns.x, a: table.columns.a }
    expect(runVersionHashCase(moved)).toContainEqual(expect.stringContaining('check 1: hash is'))
  })

  it('must be there at all', () => {
    expect(runVersionHashCase({ checks: [] })).toEqual(['the case has no checks'])
  })
})
