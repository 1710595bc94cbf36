import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { setup as buildWhereStale } from './built-package.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const MAX_PACKED_BYTES = 2_000_000
const MAX_PAGE_BYTES = 350_000
const MAX_IMPORT_MS = 100
const run = promisify(execFile)

interface Packed {
  readonly size: number
  readonly files: readonly { readonly path: string; readonly mode: number }[]
}

interface ExportTarget {
  readonly types: string
  readonly default: string
}

async function runModule(code: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: ROOT })
  return JSON.parse(stdout)
}

beforeAll(buildWhereStale)

describe('the package', () => {
  let packed: Packed = { size: 0, files: [] }
  beforeAll(async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--silent'], { cwd: ROOT })
    packed = JSON.parse(stdout)[0]
  })

  test('is smaller than 2 MB', () => {
    expect(packed.size).toBeGreaterThan(1000)
    expect(packed.size).toBeLessThan(MAX_PACKED_BYTES)
  })

  test('holds what was built, schemas, toolkits, known sources, docs, the readme, the licence and the change log, and nothing else', () => {
    const names = packed.files.map((file) => file.path)
    expect(names).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'README.md', 'LICENSE', 'CHANGELOG.md']),
    )
    const other = names.filter((name) => !name.startsWith('dist/'))
    const single = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
    expect(other.filter((name) => !name.includes('/')).sort()).toEqual(single)
    const folders = ['docs', 'docs/destinations', 'schemas', 'toolkits', 'known-sources']
    const shipped = folders.flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: folder === 'toolkits', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')),
    )
    expect(shipped).toEqual(
      expect.arrayContaining(['docs/ai.md', 'schemas/toolkit.json', 'toolkits/init/toolkit.json']),
    )
    expect(other.filter((name) => name.includes('/')).sort()).toEqual(shipped.sort())
    expect(names.filter((name) => name.includes('.test.'))).toEqual([])
  })

  test('has a file behind every export and every command', () => {
    const { exports, bin } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    const targets = Object.values<string | ExportTarget>(exports).flatMap((one) =>
      typeof one === 'string' ? [one] : [one.types, one.default],
    )
    const names = packed.files.map((file) => `./${file.path}`)
    expect(
      [...targets, ...Object.values<string>(bin).map((file) => `./${file}`)].filter((file) => !names.includes(file)),
    ).toEqual([])
  })
})

describe('what is bundled', () => {
  test.each([
    ['dist/licenses.md', ['vega-lite', 'micromark', '@dagrejs/dagre']],
    ['dist/dashboard-page/licenses.md', ['preact', '@codemirror/view', 'vega-view']],
    ['dist/report-page/licenses.md', ['vega-view']],
  ])('has its licences in %s', (file, packages) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8')
    const told = [...text.matchAll(/^## (@?[^@\s]+)/gm)].map(([, name]) => name)
    expect(told).toEqual(expect.arrayContaining(packages))
    expect(text).toMatch(/Permission is hereby granted|Permission to use, copy, modify/)
  })
})

describe('the page', () => {
  const folder = path.join(ROOT, 'dist', 'dashboard-page', 'assets')
  test('is smaller than 350 kB gzip, with all that any of its pages fetches', () => {
    const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))
    const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name))).length, 0)
    expect(size).toBeGreaterThan(50_000)
    expect(size, `it has ${size} bytes`).toBeLessThan(MAX_PAGE_BYTES)
  })
})

describe("import 'tolva'", () => {
  test('loads no driver, no server and no command line', async () => {
    const loaded = await runModule(`
      import { registerHooks } from 'node:module'
      const urls = []
      registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) })
      await import('./dist/index.js')
      console.log(JSON.stringify([...urls, ...process.report.getReport().sharedObjects]))`)
    expect(loaded).toEqual(expect.arrayContaining([expect.stringContaining('dist/index.js')]))
    const unwanted = /@duckdb|apache-arrow|commander|hono|\.node$/
    expect(Array.isArray(loaded) && loaded.filter((one) => unwanted.test(String(one)))).toEqual([])
  })

  test(`takes less than ${MAX_IMPORT_MS} ms in a fresh process`, async () => {
    // Other tests run beside this one: the fastest round is the one that they disturbed least.
    const times: number[] = []
    for (let round = 0; round < 9; round += 1) {
      const ms = await runModule(`
        const start = performance.now()
        await import('./dist/index.js')
        console.log(performance.now() - start)`)
      times.push(Number(ms))
    }
    expect(Math.min(...times)).toBeLessThan(MAX_IMPORT_MS)
  })
})
