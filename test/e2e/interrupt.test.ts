import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const INDEX = new URL('../../src/index.ts', import.meta.url).href
const PATIENCE = { timeout: 180_000 }
const PAGES = 12

/** Fetches pages that take a moment each, and says which. */
const SCRIPT = `
import { pipeline, resource } from '${INDEX}'
const numbers = resource({ name: 'numbers', resumeKey: 'page' }, async function* ({ resumeFrom }) {
  for (let page = typeof resumeFrom === 'number' ? resumeFrom + 1 : 0; page < ${PAGES}; page++) {
    console.error('page ' + page + ';')
    await new Promise((next) => setTimeout(next, 100))
    yield { rows: [{ id: page }], position: page }
  }
})
const shop = pipeline({ name: 'shop', destination: 'duckdb', dataset: 'd', checkpoint: { pages: 3 } })
export const main = (options) => shop.run(numbers, options)
`

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tolva-interrupt-'))
  await writeFile(join(home, 'shop.mjs'), SCRIPT)
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** Runs the command line, and sends a signal each time that stderr holds the next of these texts. */
async function tolva(args: readonly string[], at: readonly string[] = [], signal: NodeJS.Signals = 'SIGINT') {
  const env = { ...process.env, TOLVA_DATA_DIR: join(home, 'data'), NO_COLOR: '1', CI: '1' }
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: home, env })
  const left = [...at]
  let out = ''
  let err = ''
  child.stdout.on('data', (part) => (out += part))
  child.stderr.on('data', (part) => {
    err += part
    if (left[0] === undefined || !err.includes(left[0])) return
    left.shift()
    child.kill(signal)
  })
  const code = await new Promise((done) => child.on('close', done))
  const pages = [...err.matchAll(/page (\d+);/g)].map((match) => Number(match[1]))
  return { code, out, err, pages }
}

async function loaded(): Promise<readonly number[]> {
  return JSON.parse((await tolva(['query', 'shop', 'select id from numbers', '--json'])).out).result.rows.flat()
}

const all = Array.from({ length: PAGES }, (_, page) => page)

describe.each(['SIGINT', 'SIGTERM'] as const)('a run that gets %s', (signal) => {
  test('finishes its page and ends with 130; the next goes on behind it', PATIENCE, async () => {
    const first = await tolva(['run', 'shop.mjs'], ['page 7;'], signal)
    expect([first.code, first.err]).toEqual([130, expect.stringContaining('the page under way is finished')])
    expect(first.pages).toEqual(all.slice(0, 8))
    const second = await tolva(['run', 'shop.mjs'])
    expect([second.code, second.pages]).toEqual([0, all.slice(8)])
    expect((await loaded()).toSorted((a, b) => a - b)).toEqual(all)
  })
})

test('a second interrupt stops at once, and the next run goes on from what is safe', PATIENCE, async () => {
  const first = await tolva(['run', 'shop.mjs'], ['page 7;', 'a second interrupt stops at once'])
  expect(first.code).toBe(130)
  const second = await tolva(['run', 'shop.mjs'])
  expect(second.code).toBe(0)
  // Pages before the seventh are loaded or logged; that one was under way.
  expect(second.pages[0]).toBeGreaterThanOrEqual(7)
  expect((await loaded()).toSorted((a, b) => a - b)).toEqual(all)
})
