import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { oldNode } from './old-node.ts'

test.each(['20.20.2', '22.18.9', '18.0.0'])('Node %s is told to be too old, with what to do', (version) => {
  expect(oldNode(version)).toBe(
    `tolva needs Node 22.19 or newer, and this is ${version}\n  next: install one from https://nodejs.org, and put it first in PATH\n`,
  )
})

test.each(['22.19.0', '22.20.1', '23.0.0', '24.11.0', '100.1.0'])('Node %s is new enough', (version) => {
  expect(oldNode(version)).toBeUndefined()
})

test('what is needed is what the package says', async () => {
  const manifest = JSON.parse(await readFile('package.json', 'utf8'))
  expect(manifest.engines.node).toBe('>=22.19')
})
