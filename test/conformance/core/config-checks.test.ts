import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { runConfigPathsCase } from './config-checks.ts'

const file = new URL('../vectors/core/config_paths.json', import.meta.url)

test('keys are tried in the order in which dlt tries them', async () => {
  const doc = JSON.parse(await readFile(file, 'utf8'))
  expect(doc.checks.length).toBeGreaterThan(5)
  expect(runConfigPathsCase(doc)).toEqual([])
})

test('a different order is reported', () => {
  const swapped = { explicit: ['extract'], embedded: [], config_section: null, out: [[], ['extract']] }
  expect(runConfigPathsCase({ checks: [swapped] })).toHaveLength(1)
})
