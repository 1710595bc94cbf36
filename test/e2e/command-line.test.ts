import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const INDEX = new URL('../../src/index.ts', import.meta.url).href
// Each starts several processes, and one the compiler.
vi.setConfig({ testTimeout: 180_000 })

let dir: string

/** Loads users, once without and once with a name, and orders. */
const script = (users: string) => `
import { pipeline, resource, source } from '${INDEX}'
const shop = source({
  name: 'shop',
  resources: () => [
    resource({ name: 'users' }, async function* ({ state }) {
      state.runs = (state.runs ?? 0) + 1
      yield [${users}]
    }),
    resource({ name: 'orders' }, async function* () { yield [{ id: 1 }] }),
  ],
})
export const main = (options) => pipeline({ name: 'shop', destination: 'duckdb', dataset: 'sales' }).run(shop(), options)
`

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-line-'))
  await writeFile(join(dir, 'shop.mjs'), script('{ id: 1, tags: ["a"] }'))
  expect((await tolva('run', 'shop.mjs')).code).toBe(0)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Runs the real program in the folder, with working folders of its own. */
function tolva(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, TOLVA_DATA_DIR: join(dir, 'data'), NO_COLOR: '1', CI: '1' }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: dir, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    )
  })
}

test('info and trace are tables, and with --json data', async () => {
  const info = await tolva('pipeline', 'shop', 'info')
  expect(info.out).toMatch(/^pipeline {8}shop\ndestination {5}duckdb at duckdb:\/\/\//)
  expect(info.out).toMatch(/^shop +\d+ +6 {2}\S+=$/m)
  const trace = await tolva('pipeline', 'shop', 'trace')
  expect(trace.out).toMatch(/^users +1 +1 +\d+ B +new$/m)
  expect(trace.out.split('\n').every((line) => line.length <= 100)).toBe(true)
  const { version, ok, result } = JSON.parse((await tolva('pipeline', 'shop', 'trace', '--json')).out)
  expect([version, ok, result.version, result.rowCounts]).toEqual([1, true, 1, { users: 1, users__tags: 1, orders: 1 }])
  expect((await tolva('pipeline', 'shop', 'trace', '--runs')).out).toMatch(
    /^20\S+ \S+ {2}completed .*users, users__tags/m,
  )
})

test('query reads and never writes, and says where it cut the rows', async () => {
  const sql = 'select i from range(3) t(i)'
  const whole = await tolva('query', 'shop', sql, '--json')
  expect(JSON.parse(whole.out).result).toMatchObject({ rows: [[0], [1], [2]], more: false })
  const cut = await tolva('query', 'shop', sql, '--limit', '2')
  expect(cut.err).toContain('only the first 2 rows are shown: use --limit for more')
  for (const writing of [
    'delete from sales.users',
    'with a as (delete from sales.users returning *) select * from a',
    'select 1; drop table sales.users',
    "copy sales.users to 'stolen.csv'",
    "select * from 'shop.mjs'",
  ]) {
    const refused = await tolva('query', 'shop', writing)
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('this SQL is refused') })
  }
  const counted = await tolva('query', 'shop', 'select count(*) from sales.users', '--json')
  expect(JSON.parse(counted.out).result.rows).toEqual([[1]])
})

test('schema is printed in the form that is asked for', async () => {
  expect((await tolva('pipeline', 'shop', 'schema')).out).toMatch(/^version: \d+$/m)
  expect((await tolva('pipeline', 'shop', 'schema', '--format', 'mermaid')).out).toMatch(/^erDiagram\n/)
  const wrong = await tolva('pipeline', 'shop', 'schema', '--schema', 'shpo')
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('did you mean shop?') })
  expect(JSON.parse((await tolva('pipeline', 'shop', 'schema', '--json')).out).result[0].name).toBe('shop')
})

test('types are written, found up to date, found stale with exit code 4, and a wrong column does not compile', async () => {
  expect(await tolva('types', '--out', 'tables.ts')).toMatchObject({ code: 0, out: 'wrote tables.ts\n' })
  expect(await tolva('types', 'shop', '--out', 'tables.ts', '--check')).toMatchObject({ code: 0 })
  const use = (column: string) => `
import type { Pipeline } from 'tolva'
import type { Tables } from './tables.ts'
export const use = (shop: Pipeline) => shop.dataset<Tables>().table('users').select('${column}')
`
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }')
  await writeFile(join(dir, 'right.ts'), use('id'))
  await writeFile(join(dir, 'wrong.ts'), use('idd'))
  await writeFile(
    join(dir, 'tsconfig.json'),
    JSON.stringify({
      extends: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
      compilerOptions: { typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))] },
      include: ['*.ts'],
    }),
  )
  const compiler = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
  const found = await new Promise<string>((resolve) => {
    execFile(compiler, ['-p', dir], (_error, out) => resolve(out))
  })
  expect(found).toContain('wrong.ts')
  expect(found).not.toContain('right.ts')

  await writeFile(join(dir, 'shop.mjs'), script('{ id: 1, tags: ["a"] }, { id: 2, name: "Ada" }'))
  expect((await tolva('run', 'shop.mjs', '--select', 'users')).code).toBe(0)
  const stale = await tolva('types', 'shop', '--out', 'tables.ts', '--check')
  expect(stale).toMatchObject({ code: 4, err: expect.stringContaining('next: tolva types shop --out tables.ts') })
  await tolva('types', 'shop', '--out', 'tables.ts')
  expect(await readFile(join(dir, 'tables.ts'), 'utf8')).toContain('readonly name: string | null')
})

test('a full refresh says what it drops and loads anew only what is selected', async () => {
  await writeFile(join(dir, 'shop.mjs'), script('{ id: 1, tags: ["a"] }, { id: 2, name: "Ada" }'))
  const { code, err } = await tolva('run', 'shop.mjs', '--select', 'users', '--full-refresh')
  expect([code, err]).toEqual([0, 'this run of shop drops users__tags, users before it loads\n'])
  const counts = await tolva(
    'query',
    'shop',
    'select (select count(*) from users) u, (select count(*) from orders) o',
    '--json',
  )
  expect(JSON.parse(counts.out).result.rows).toEqual([[2, 1]])
})

test('drop shows its plan, and with --yes drops by pattern and by state path', async () => {
  expect((await tolva('pipeline', 'shop', 'drop', '--resource', 're:order')).out).toBe(
    'would drop from schema shop:\n  tables: orders\nThis is the plan. Add --yes to carry it out.\n',
  )
  const path = ['--state-path', 'resources.users.runs']
  expect((await tolva('pipeline', 'shop', 'drop', '--resource', 're:order', ...path, '--yes')).out).toMatch(
    /^dropped from schema shop:\n {2}tables: orders\n {2}state paths: shop\.resources\.users\.runs\n {2}with load package/,
  )
})

test('sync says that there is nothing, and brings a pipeline to a machine that never saw it', async () => {
  expect((await tolva('pipeline', 'shop', 'sync')).out).toMatch(/^nothing to take over/)
  await rm(join(dir, 'data'), { recursive: true })
  const brought = await tolva('pipeline', 'shop', 'sync', '--destination', 'duckdb', '--dataset', 'sales')
  expect(brought).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^brought pipeline shop to this machine: state version/),
  })
})
