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

interface Interrupt {
  /** What is on stderr when it is sent. */
  readonly at: string
  readonly signal?: NodeJS.Signals
}

/** Runs the real program, and interrupts it as soon as it has written something to stderr. */
async function tolva(args: readonly string[], ...interrupts: readonly Interrupt[]) {
  const env = { ...process.env, CI: '1', TOLVA_DATA_DIR: join(dir, 'data') }
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: dir, env })
  const left = [...interrupts]
  let out = ''
  let err = ''
  child.stdout.on('data', (part) => (out += part))
  child.stderr.on('data', (part) => {
    err += part
    if (left[0] !== undefined && err.includes(left[0].at)) child.kill(left.shift()?.signal ?? 'SIGINT')
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

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s aborts the signal that main was given, and the exit code is 130',
  async (signal) => {
    await writeFile(
      join(dir, 'patient.mjs'),
      `export const main = ({ signal }) => new Promise((_, reject) => {
       const alive = setInterval(() => {}, 1000)
       signal.addEventListener('abort', () => { clearInterval(alive); reject(signal.reason) })
       console.error('waiting')
     })`,
    )
    const { code, err } = await tolva(['run', 'patient.mjs'], { at: 'waiting', signal })
    expect(code).toBe(130)
    expect(err).toContain('a second interrupt stops at once')
    expect(err).toContain('the next run goes on from there')
    expect(err).not.toContain('AbortError')
  },
)

test('a second interrupt stops what does not listen to the first', async () => {
  await writeFile(
    join(dir, 'deaf.mjs'),
    `export const main = () => new Promise(() => { setInterval(() => {}, 1000); console.error('waiting') })`,
  )
  const { code, err } = await tolva(['run', 'deaf.mjs'], { at: 'waiting' }, { at: 'second interrupt' })
  expect([code, err]).toEqual([130, expect.stringContaining('stopped at once')])
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a script that runs by itself at once', async (signal) => {
  await writeFile(
    join(dir, 'alone.mjs'),
    `console.error('waiting'); await new Promise(() => setInterval(() => {}, 1000))`,
  )
  const { code, err } = await tolva(['run', 'alone.mjs'], { at: 'waiting', signal })
  expect([code, err]).toEqual([130, expect.stringContaining('stopped at once; nothing is half loaded')])
})

/** Loads the numbers from 1 to 6, the half of it in a second package; waits before the fourth where it is told to. */
const numbers = (how: string) => `
import { pipeline, resource } from '${new URL('../index.ts', import.meta.url).href}'
const numbers = resource({ name: 'numbers', primaryKey: 'id', writeDisposition: 'merge' }, async function* () {
  for (let id = 1; id <= 6; id++) {
    if (id === 4 && process.env.WAIT) { console.error('waiting'); await new Promise((next) => setTimeout(next, 60_000)) }
    yield [{ id }]
  }
})
const shop = pipeline({ name: 'shop_${how}', destination: 'duckdb', dataset: 'd' })
${how === 'main' ? 'export const main = (options) => shop.run(numbers, options)' : 'await shop.run(numbers)'}
`

test.each(['main', 'alone'])(
  'a run of a script (%s) that was stopped leaves nothing that hinders or doubles the next',
  async (how) => {
    await writeFile(join(dir, `${how}.mjs`), numbers(how))
    process.env.WAIT = '1'
    const stopped = await tolva(['run', `${how}.mjs`], { at: 'waiting' }, { at: 'second interrupt' })
    delete process.env.WAIT
    expect(stopped.code).toBe(130)
    expect(await tolva(['run', `${how}.mjs`])).toMatchObject({ code: 0 })
    const { out } = await tolva([
      'query',
      `shop_${how}`,
      'select count(*) n, count(distinct id) d from numbers',
      '--json',
    ])
    expect(JSON.parse(out).result.rows).toEqual([[6, 6]])
  },
)

test('an error in a script is shown with its place', async () => {
  await writeFile(join(dir, 'broken.mjs'), 'undefinedThing()')
  const { code, err } = await tolva(['run', 'broken.mjs'])
  expect([code, err]).toEqual([1, expect.stringContaining('broken.mjs:1')])
})

test.each([
  ["import { join } from 'node:path'", 'npm pkg set type=module'],
  ['export const main = () => {}', 'npm pkg set type=module'],
  ["import 'a-driver-that-is-not-there'", 'npm install a-driver-that-is-not-there'],
])('what keeps a script from running is said with its remedy: %s', async (text, remedy) => {
  const folder = await mkdtemp(join(dir, 'project-'))
  await writeFile(join(folder, 'package.json'), `{ "type": "${remedy.includes('type') ? 'commonjs' : 'module'}" }`)
  await writeFile(join(folder, 'script.ts'), text)
  for (const command of [['run'], ['rest', 'check']]) {
    const { code, err } = await tolva([...command, join(folder, 'script.ts')])
    expect([code, err]).toEqual([2, expect.stringContaining(`next: ${remedy}`)])
    expect(err).not.toContain('    at ')
  }
})

test('the version is that of the package', async () => {
  expect((await tolva(['--version'])).out).toMatch(/^\d+\.\d+\.\d+/)
})

test('a reader that has seen enough is no error', async () => {
  const child = spawn(process.execPath, [MAIN, 'rest', 'schema'], { cwd: dir })
  let err = ''
  child.stderr.on('data', (part) => (err += part))
  child.stdout.destroy()
  const code = await new Promise((done) => child.on('close', done))
  expect([code, err]).toEqual([0, ''])
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the dashboard at once, as done', async (signal) => {
  const started = Date.now()
  const { code, out, err } = await tolva(['dashboard', '--port', '0'], {
    at: 'no browser was opened: CI is set',
    signal,
  })
  expect(out).toMatch(/^The dashboard is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{22}\nCtrl-C ends it\.\n$/)
  expect([code, err]).toEqual([0, 'no browser was opened: CI is set\n'])
  expect(Date.now() - started).toBeLessThan(10_000)
})
