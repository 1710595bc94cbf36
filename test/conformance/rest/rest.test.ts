import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runRestCase } from './run-rest-case.ts'

const folder = new URL('../vectors/rest/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

test('the recorded cases are there', () => {
  expect(names.length).toBeGreaterThanOrEqual(231)
})

describe.concurrent('a description of a REST API gives the requests, rows, state and errors that dlt gives', () => {
  test.for(names)('%s', async (name) => {
    const { differences } = await runRestCase(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    expect(differences).toEqual([])
  })
})
