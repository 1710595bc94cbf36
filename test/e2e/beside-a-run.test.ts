import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const INDEX = new URL('../../src/index.ts', import.meta.url).href
const PATIENCE = { timeout: 180_000 }

/** Loads two numbers a run. It can stand still in the middle of extraction, or with the database open, until a file is there. */
const SCRIPT = `
import { existsSync, writeSync } from 'node:fs'
import { pipeline, resource } from '${INDEX}'
const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
const numbers = resource({ name: 'numbers' }, async function* ({ state }) {
  const first = state.next ?? 0
  state.next = first + 2
  yield [{ id: first }]
  if (process.env.EXTRACT_UNTIL) {
    console.error('extracting')
    while (!existsSync(process.env.EXTRACT_UNTIL)) await new Promise((next) => setTimeout(next, 20))
  }
  yield [{ id: first + 1 }]
})
const shop = pipeline({ name: 'shop', destination: 'duckdb', dataset: 'd' })
export const main = (options) => shop.run(numbers, {
  ...options,
  onEvent(event) {
    if (!process.env.LOAD_UNTIL || event.type !== 'job' || event.state !== 'started') return
    writeSync(2, 'loading')
    while (!existsSync(process.env.LOAD_UNTIL)) sleep()
  },
})
`

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tolva-beside-'))
  await writeFile(join(home, 'shop.mjs'), SCRIPT)
})
afterEach(() => rm(home, { recursive: true, force: true }))

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const all = { ...process.env, TOLVA_DATA_DIR: join(home, 'data'), NO_COLOR: '1', CI: '1', ...env }
  return spawn(process.execPath, [MAIN, ...args], { cwd: home, env: all })
}

/** Resolves once the process has written this to stderr. */
function says(child: ChildProcess, text: string): Promise<void> {
  return new Promise((next) => {
    child.stderr?.on('data', (part) => {
      if (String(part).includes(text)) next()
    })
  })
}

async function ended(
  child: ChildProcess,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (part) => (out += part))
  child.stderr?.on('data', (part) => (err += part))
  const code = await new Promise<number>((done) => child.on('close', done))
  return { code, out, err }
}

const tolva = (...args: readonly string[]) => ended(start(args))

const loadedIds = async () =>
  JSON.parse((await tolva('query', 'shop', 'select id from numbers order by id', '--json')).out).result.rows.flat()

describe('while a run holds the lease and the database', () => {
  test('it can be asked what is going on, and a query waits for it and says so', PATIENCE, async () => {
    expect(await tolva('run', 'shop.mjs')).toMatchObject({ code: 0 })
    const flag = join(home, 'go on')
    const run = start(['run', 'shop.mjs'], { LOAD_UNTIL: flag })
    const whole = ended(run)
    await says(run, 'loading')
    const info = await tolva('pipeline', 'shop', 'info')
    expect(info).toMatchObject({ code: 0, out: expect.stringMatching(/loaded.*\n.*waits to be loaded/s) })
    const list = await tolva('pipeline', 'shop', 'package', 'list', '--json')
    expect(JSON.parse(list.out).result).toMatchObject([
      { state: 'loaded', rows: 2 },
      { state: 'sealed', rows: 2 },
    ])
    expect(await tolva('pipeline', 'shop', 'trace')).toMatchObject({
      code: 0,
      out: expect.stringContaining('COMPLETED'),
    })
    expect(await tolva('pipeline', 'shop', 'schema')).toMatchObject({
      code: 0,
      out: expect.stringContaining('numbers:'),
    })
    const other = await tolva('run', 'shop.mjs')
    expect(other).toMatchObject({ code: 5, err: expect.stringContaining(`process ${run.pid} on`) })
    const query = start(['query', 'shop', 'select count(*) n from numbers', '--json'])
    const answer = ended(query)
    await says(query, 'waiting for at most 30 s')
    await writeFile(flag, '')
    expect(await whole).toMatchObject({ code: 0 })
    expect(JSON.parse((await answer).out).result.rows).toEqual([[4]])
  })
})

describe('a run from which the lease was taken', () => {
  test('stops before it seals beside the one that has it now', PATIENCE, async () => {
    const flag = join(home, 'go on')
    const first = start(['run', 'shop.mjs'], { EXTRACT_UNTIL: flag })
    const whole = ended(first)
    await says(first, 'extracting')
    const refused = await tolva('pipeline', 'shop', 'unlock')
    expect(refused).toMatchObject({ code: 5, err: expect.stringContaining('unlock --force') })
    const forced = await tolva('pipeline', 'shop', 'unlock', '--force')
    expect(forced).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`^took pipeline shop from process ${first.pid} on .*\nIt is alive`)),
    })
    expect(await tolva('run', 'shop.mjs')).toMatchObject({ code: 0 })
    await writeFile(flag, '')
    expect(await whole).toMatchObject({
      code: 5,
      err: expect.stringContaining('this run of pipeline shop lost its lease: '),
    })
    expect(await loadedIds()).toEqual([0, 1])
    expect(await tolva('run', 'shop.mjs')).toMatchObject({ code: 0 })
    expect(await loadedIds()).toEqual([0, 1, 2, 3])
  })

  test('by a kill needs no unlocking', PATIENCE, async () => {
    const first = start(['run', 'shop.mjs'], { EXTRACT_UNTIL: join(home, 'never') })
    const whole = ended(first)
    await says(first, 'extracting')
    first.kill('SIGKILL')
    await whole
    const unlocked = await tolva('pipeline', 'shop', 'unlock')
    expect(unlocked).toMatchObject({ code: 0, out: expect.stringContaining(`from process ${first.pid}`) })
    expect(await tolva('pipeline', 'shop', 'unlock')).toMatchObject({ out: 'nobody holds pipeline shop\n' })
    expect(await tolva('run', 'shop.mjs')).toMatchObject({ code: 0 })
    expect(await loadedIds()).toEqual([0, 1])
  })
})
