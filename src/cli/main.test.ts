import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-main-'))
})

afterAll(() => rm(dir, { recursive: true }))

/** Runs the real program; interrupts it as soon as it has written `interruptAt` to stderr. */
async function tolva(args: readonly string[], interruptAt?: string) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: dir, env: { ...process.env, CI: '1' } })
  let out = ''
  let err = ''
  let interrupted = false
  child.stdout.on('data', (part) => (out += part))
  child.stderr.on('data', (part) => {
    err += part
    if (interruptAt === undefined || interrupted || !err.includes(interruptAt)) return
    interrupted = true
    child.kill('SIGINT')
  })
  const code = await new Promise((done) => child.on('close', done))
  return { code, out, err }
}

test('stdout holds one JSON object although the script prints', async () => {
  await writeFile(
    join(dir, 'noisy.mjs'),
    `console.log('noise at import')
     export const main = () => { console.log('noise in main'); process.stdout.write('more noise') }`,
  )
  const { code, out, err } = await tolva(['run', 'noisy.mjs', '--json'])
  expect(JSON.parse(out)).toMatchObject({ version: 1, ok: true })
  expect([code, err]).toEqual([0, expect.stringContaining('more noise')])
})

test('an interrupt aborts the signal that main was given, and the exit code is 130', async () => {
  await writeFile(
    join(dir, 'patient.mjs'),
    `export const main = ({ signal }) => new Promise((_, reject) => {
       const alive = setInterval(() => {}, 1000)
       signal.addEventListener('abort', () => { clearInterval(alive); reject(signal.reason) })
       console.error('waiting')
     })`,
  )
  const { code, err } = await tolva(['run', 'patient.mjs'], 'waiting')
  expect(code).toBe(130)
  expect(err).toContain('interrupt again to stop now')
  expect(err).toContain('the next run goes on from there')
})

test('an interrupt ends a script that runs by itself at once', async () => {
  await writeFile(
    join(dir, 'alone.mjs'),
    `console.error('waiting'); await new Promise(() => setInterval(() => {}, 1000))`,
  )
  expect((await tolva(['run', 'alone.mjs'], 'waiting')).code).toBe(130)
})

test('an error in a script is shown with its place', async () => {
  await writeFile(join(dir, 'broken.mjs'), 'undefinedThing()')
  const { code, err } = await tolva(['run', 'broken.mjs'])
  expect([code, err]).toEqual([1, expect.stringContaining('broken.mjs:1')])
})

test('the version is that of the package', async () => {
  expect((await tolva(['--version'])).out).toMatch(/^\d+\.\d+\.\d+/)
})
