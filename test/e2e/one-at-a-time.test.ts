import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb, pipeline } from '../../src/index.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const INDEX = new URL('../../src/index.ts', import.meta.url).href
const AT_ONCE = 8

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-one-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('of eight processes of one pipeline one runs, and the others end with code 5 and name it', {
  timeout: 180_000,
}, async () => {
  // The answer is held back until all others have ended: they cannot have waited for the first.
  const others = Promise.withResolvers<void>()
  let asked = 0
  const api = createServer((_, answer) => {
    asked += 1
    void others.promise.then(() => answer.end('[{"id":1},{"id":2}]'))
  })
  await new Promise<void>((done) => api.listen(0, '127.0.0.1', done))
  const address = api.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  await writeFile(
    join(dir, 'shop.mjs'),
    `import { pipeline, resource } from '${INDEX}'
const users = resource({ name: 'users' }, async function* () { yield await (await fetch('${url}')).json() })
export const main = (options) => pipeline({ name: 'shop', destination: 'duckdb', dataset: 'sales' }).run(users, options)
`,
  )
  let ended = 0
  const runs = Array.from({ length: AT_ONCE }, async () => {
    const run = await tolva('run', 'shop.mjs')
    ended += 1
    if (ended === AT_ONCE - 1) others.resolve()
    return run
  })
  const results = await Promise.all(runs)
  api.close()
  const [ran] = results.filter(({ code }) => code === 0)
  const locked = results.filter(({ code }) => code === 5)
  expect(results.map(({ code }) => code).sort()).toEqual([0, 5, 5, 5, 5, 5, 5, 5])
  for (const { err } of locked) expect(err).toContain(`pipeline shop is running in process ${ran?.pid} on `)
  expect(asked).toBe(1)
  const shop = pipeline({
    name: 'shop',
    destination: duckdb({ path: join(dir, 'shop.duckdb') }),
    dataset: 'sales',
    dataDir: join(dir, 'data'),
    projectDir: dir,
    env: {},
  })
  expect(await shop.dataset().table('users').count()).toBe(2)
})

/** Runs the real program in the folder. */
function tolva(...args: readonly string[]) {
  const env = { ...process.env, TOLVA_DATA_DIR: join(dir, 'data'), NO_COLOR: '1', CI: '1' }
  return new Promise<{ readonly code: number; readonly err: string; readonly pid: number | undefined }>((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { cwd: dir, env }, (error, _out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, err, pid: child.pid }),
    )
  })
}
