import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { caseFiles } from './case-files.ts'
import { type CaseResult, runCases } from './run-cases.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-cases-'))
  for (const name of ['digests', 'naming_tag']) {
    await copyFile(new URL(`vectors/core/${name}.json`, import.meta.url), join(folder, `${name}.json`))
  }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function runAll(timeout: number): Promise<readonly CaseResult[]> {
  const files = await caseFiles({ kind: 'core', folder, groups: [], names: [] })
  const results: CaseResult[] = []
  for await (const result of runCases(files, { kind: 'core', form: 'rows', timeout })) results.push(result)
  return results
}

test('a case that cannot be read fails alone', async () => {
  await writeFile(join(folder, 'broken.json'), '{"kind": ')
  const results = await runAll(30_000)
  expect(results.map(({ name }) => name)).toEqual(['broken', 'digests', 'naming_tag'])
  expect(results.map(({ differences }) => differences.length)).toEqual([1, 0, 0])
})

test('a case of an unknown kind, group or instruction fails and is not skipped', async () => {
  await writeFile(
    join(folder, 'other.json'),
    '{"name": "other", "kind": "pipeline", "input": {"runs": [{"dance": 1}]}, "results": []}',
  )
  const [, , other] = await runAll(30_000)
  expect(other?.differences[0]).toMatch(/^unsupported: .*dance/)
})

test('a case that takes too long fails and the next one is run all the same', async () => {
  const results = await runAll(1)
  expect(results.map(({ differences }) => differences)).toEqual([
    ['timeout: no result after 1 ms'],
    ['timeout: no result after 1 ms'],
  ])
})

test('a name that no case has is an error, not an empty run', async () => {
  await expect(caseFiles({ kind: 'core', folder, groups: [], names: ['nope'] })).rejects.toThrow(/no case nope/)
  await expect(caseFiles({ kind: 'core', folder, groups: ['nope'], names: [] })).rejects.toThrow(/hash, naming/)
})
