import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StepKill } from './step-counter.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-steps-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const PROGRAM = `
import { open, rename, rm, unlink } from 'node:fs/promises'
const write = async (name, text, sync) => {
  const file = await open(name, 'w')
  await file.writeFile(text)
  if (sync) await file.sync()
  await file.close()
}
await write('kept', 'synced', true)
await write('new', 'not synced', false)
await rename('new', 'kept')
await write('last', 'not synced', false)
await unlink('kept')
await rm('last')
`

/** Runs the program up to a kill; without one to its end. */
async function run(kill?: StepKill) {
  const program = join(folder, '..', `${folder.split('/').at(-1)}.mjs`)
  const list = `${folder}.json`
  await writeFile(program, PROGRAM)
  const orders = { root: folder, list, kill }
  const { signal } = spawnSync(process.execPath, ['--import', join(import.meta.dirname, 'preload.ts'), program], {
    cwd: folder,
    env: { PATH: process.env.PATH, CRASH_STEPS: JSON.stringify(orders) },
  })
  const steps: Record<string, number> = JSON.parse(await readFile(list, 'utf8'))
  await Promise.all([program, list, `${list}.lost`].map((path) => rm(path, { recursive: true, force: true })))
  const names = (await readdir(folder)).sort()
  const files = await Promise.all(names.map(async (name) => `${name}: ${await readFile(join(folder, name), 'utf8')}`))
  return { signal, steps, files }
}

test('every change of a file is counted before, half-way and after', async () => {
  const { signal, steps, files } = await run()
  expect(signal).toBeNull()
  expect(files).toEqual([])
  expect(steps).toMatchObject({ 'before open kept': 1, 'within writeFile kept': 1, 'after sync kept': 1 })
  expect(steps).toMatchObject({ 'before rename kept': 1, 'after unlink kept': 1 })
})

test('a process is ended at the step that is asked for, and what it wrote stays', async () => {
  const { signal, files } = await run({ name: 'after rename kept', nth: 1 })
  expect(signal).toBe('SIGKILL')
  expect(files).toEqual(['kept: not synced'])
})

test('a step that is under way leaves half of what it writes', async () => {
  expect((await run({ name: 'within writeFile last', nth: 1 })).files).toEqual(['kept: not synced', 'last: not s'])
})

test('a power cut takes back what was not synced', async () => {
  const { files } = await run({ name: 'after unlink kept', nth: 1, power: true })
  expect(files).toEqual(['kept: synced'])
})

test('a power cut in the middle of a deletion that had not begun leaves the file', async () => {
  const { signal } = await run({ name: 'within rm last', nth: 1, power: true })
  expect(signal).toBe('SIGKILL')
})
