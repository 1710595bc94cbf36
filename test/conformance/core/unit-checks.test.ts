import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runUnitCase, UNIT_CASES } from './unit-checks.ts'

function readCase(name: string): { readonly checks: readonly { readonly [field: string]: unknown }[] } {
  return JSON.parse(readFileSync(new URL(`../vectors/core/${name}.json`, import.meta.url), 'utf8'))
}

test.each(UNIT_CASES)('%s agrees with the recorded dlt', (name) => {
  expect(runUnitCase(name, readCase(name))).toEqual([])
})

test.each(UNIT_CASES)('a wrong answer in %s is seen', (name) => {
  const first = {
    ...readCase(name).checks[0],
    out: 'wrong',
    typed_json: '{}',
    iso_timestamp: 'wrong',
    error: undefined,
  }
  expect(runUnitCase(name, { checks: [first] })).not.toEqual([])
})

test('a case without checks is an error, never a pass', () => {
  expect(() => runUnitCase('digests', { checks: [] })).toThrow('no checks')
  expect(() => runUnitCase('other', { checks: [{}] })).toThrow('no checks')
})
