import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const SRC = path.join(ROOT, 'src')

const FACTS = ['errors', 'values', 'naming', 'schema', 'capabilities', 'sql']
const MEANS = ['log', 'config', 'http', 'storage', 'duckdb', 'formats', 'contracts', 'traffic', 'package']
const BELOW_STEPS = [...FACTS, ...MEANS]

/** Folder → folders it may import, besides itself. Facts and means see only what stands before them. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(FACTS.map((folder, index) => [folder, FACTS.slice(0, index)])),
  ...Object.fromEntries(MEANS.map((folder, index) => [folder, [...FACTS, ...MEANS.slice(0, index)]])),
  extract: BELOW_STEPS,
  normalize: BELOW_STEPS,
  load: BELOW_STEPS,
  dataset: BELOW_STEPS,
  sources: [...BELOW_STEPS, 'extract'],
  destinations: BELOW_STEPS,
  pipeline: [...BELOW_STEPS, 'extract', 'normalize', 'load', 'dataset'],
  checks: [...BELOW_STEPS, 'dataset', 'index.ts', 'inspect.ts'],
  explore: [...BELOW_STEPS, 'dataset', 'index.ts', 'inspect.ts'],
  serving: [...BELOW_STEPS, 'dataset', 'index.ts', 'inspect.ts'],
  dashboard: [...BELOW_STEPS, 'dataset', 'checks', 'explore', 'serving', 'index.ts', 'inspect.ts'],
  workbench: [...BELOW_STEPS, 'dataset'],
  mcp: [
    ...BELOW_STEPS,
    ...['dataset', 'sources', 'checks', 'explore', 'serving', 'workbench', 'index.ts', 'inspect.ts'],
  ],
  cli: [
    ...BELOW_STEPS,
    ...[
      'dataset',
      'sources',
      'checks',
      'explore',
      'serving',
      'dashboard',
      'workbench',
      'mcp',
      'index.ts',
      'inspect.ts',
    ],
  ],
  testing: [...BELOW_STEPS, 'index.ts', 'inspect.ts'],
}
const FOLDERS = Object.keys(MAY_IMPORT)

/** Types of the contracts cost nothing at run time, so the means that come before them may name them. */
const CONTRACT_TYPES_FOR = ['config', 'http', 'storage', 'duckdb', 'formats']

/** Package → the only folders that may import it. */
const PACKAGE_HOMES: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['duckdb'],
  undici: ['http'],
  'smol-toml': ['config', 'cli', 'traffic', 'workbench'],
  yaml: ['config', 'cli', 'schema', 'package', 'pipeline', 'sources', 'workbench'],
  commander: ['cli'],
  hono: ['testing', 'dashboard', 'serving', 'mcp'],
  open: ['cli'],
  '@hono/node-server': ['testing', 'dashboard', 'serving', 'mcp'],
  '@modelcontextprotocol/server': ['mcp'],
  '@opentelemetry/api': ['pipeline'],
  'apache-arrow': ['dataset', 'formats'],
  arquero: ['dataset'],
  'vega-lite': ['explore'],
  '@dagrejs/dagre': ['dashboard'],
  micromark: ['explore'],
  'micromark-extension-gfm-table': ['explore'],
  avsc: ['destinations'],
  '@aws-sdk/client-s3': ['storage'],
  '@aws-sdk/lib-storage': ['storage'],
  '@google-cloud/storage': ['storage'],
  '@azure/storage-blob': ['storage'],
  '@azure/identity': ['storage', 'config'],
  '@aws-sdk/client-secrets-manager': ['config'],
  '@azure/keyvault-secrets': ['config'],
  '@google-cloud/secret-manager': ['config'],
  'google-auth-library': ['config', 'storage'],
  mysql2: ['sources'],
  pg: ['destinations', 'sources'],
  'pg-copy-streams': ['destinations', 'sources'],
}
/** Loaded on first use only: a static import of these, other than of their types, is an error. */
const LAZY_PACKAGES = ['@duckdb/node-api', ...Object.keys(readPackageJson().peerDependencies ?? {})]

const PURE_FORBIDDEN = ['fs', 'fs/promises', 'child_process', 'http', 'https', 'net', 'os', 'worker_threads', 'timers']
const VAGUE_NAMES = ['core', 'common', 'utils', 'helpers', 'base', 'manager', 'types']
const MAX_LINES = 500
const MAX_INDEX_LINES = 80

interface Import {
  readonly from: string
  readonly typeOnly: boolean
  readonly dynamic: boolean
}

interface SourceFile {
  /** Below src, with `/`. */
  readonly name: string
  readonly folder: string
  readonly lines: number
  readonly isTest: boolean
  readonly imports: readonly Import[]
  readonly hasDefaultExport: boolean
  readonly anyCount: number
  readonly syntaxErrors: number
}

function readPackageJson(): { readonly peerDependencies?: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
}

function readSource(file: string): SourceFile {
  const text = readFileSync(file, 'utf8')
  const { module, program, errors } = parseSync(file, text)
  let anyCount = 0
  const imports: Import[] = []
  new Visitor({
    TSAnyKeyword: () => {
      anyCount += 1
    },
    TSImportType: (node) => {
      imports.push({ from: node.source.value, typeOnly: true, dynamic: false })
    },
  }).visit(program)
  for (const { moduleRequest, entries } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType)
    imports.push({ from: moduleRequest.value, typeOnly, dynamic: false })
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) imports.push({ from: moduleRequest.value, typeOnly: isType, dynamic: false })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"`](.*)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1]
    if (literal) imports.push({ from: literal, typeOnly: false, dynamic: true })
  }
  const name = path.relative(SRC, file).split(path.sep).join('/')
  return {
    name,
    folder: name.split('/')[0] ?? '',
    lines: text.split('\n').length - 1,
    isTest: /\.test(-d)?\.ts$/.test(name),
    imports,
    hasDefaultExport: module.staticExports.some(({ entries }) =>
      entries.some((entry) => entry.exportName.kind === 'Default' || entry.exportName.name === 'default'),
    ),
    anyCount,
    syntaxErrors: errors.length,
  }
}

/** What a relative import reaches: a folder of src, or a file directly below it; undefined for a package. */
function target(file: SourceFile, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  return path.posix.normalize(path.posix.join(path.posix.dirname(file.name), from)).split('/')[0]
}

function packageName(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
}

function isAllowed(file: SourceFile, imported: Import): boolean {
  const to = target(file, imported.from)
  if (to === undefined || to === file.folder) return true
  if (file.name === 'index.ts' || file.name === 'inspect.ts') return true
  if (to === 'contracts' && imported.typeOnly && CONTRACT_TYPES_FOR.includes(file.folder)) return true
  return MAY_IMPORT[file.folder]?.includes(to) ?? false
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readSource(path.join(SRC, name)))
const shipped = files.filter((file) => !file.isTest)
const list = (found: readonly SourceFile[]) => found.map((file) => file.name)

describe('the architecture', () => {
  test('is read from the files that are there', () => {
    expect(shipped.length).toBeGreaterThan(FOLDERS.length)
    expect(shipped.flatMap((file) => file.imports).length).toBeGreaterThan(shipped.length)
    expect(list(files.filter((file) => file.syntaxErrors > 0))).toEqual([])
  })

  test('has no folder but those that data flows through', () => {
    const found = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(found.map((entry) => entry.name).filter((name) => !FOLDERS.includes(name))).toEqual([])
  })

  test('lets each folder import only what stands before it', () => {
    const wrong = shipped.flatMap((file) =>
      file.imports.filter((one) => !isAllowed(file, one)).map((one) => `${file.name} imports ${one.from}`),
    )
    expect(wrong).toEqual([])
  })

  test('keeps facts free of input, output and processes', () => {
    const wrong = shipped
      .filter((file) => FACTS.includes(file.folder))
      .flatMap((file) =>
        file.imports
          .filter((one) => PURE_FORBIDDEN.includes(one.from.replace(/^node:/, '')))
          .map((one) => `${file.name} imports ${one.from}`),
      )
    expect(wrong).toEqual([])
  })

  test('gives each package one home', () => {
    const wrong = shipped.flatMap((file) =>
      file.imports
        .filter((one) => !(PACKAGE_HOMES[packageName(one.from)]?.includes(file.folder) ?? true))
        .map((one) => `${file.name} imports ${one.from}`),
    )
    expect(wrong).toEqual([])
  })

  test('loads drivers and optional peers on first use only', () => {
    const wrong = shipped.flatMap((file) =>
      file.imports
        .filter((one) => LAZY_PACKAGES.includes(packageName(one.from)) && !one.dynamic && !one.typeOnly)
        .map((one) => `${file.name} imports ${one.from}`),
    )
    expect(LAZY_PACKAGES.length).toBeGreaterThan(1)
    expect(wrong).toEqual([])
  })

  test('has no default export', () => {
    expect(list(files.filter((file) => file.hasDefaultExport))).toEqual([])
  })

  test('never says any', () => {
    expect(list(files.filter((file) => file.anyCount > 0))).toEqual([])
  })
})

describe('the size of files', () => {
  test(`stays within ${MAX_LINES} lines each`, () => {
    expect(files.filter((file) => file.lines > MAX_LINES).map((file) => `${file.name}: ${file.lines}`)).toEqual([])
  })

  test('stays under 120 lines in the median and under 300 for nine of ten', () => {
    const sizes = shipped.map((file) => file.lines).sort((a, b) => a - b)
    const median = sizes[Math.floor(sizes.length / 2)] ?? 0
    const p90 = sizes[Math.floor(sizes.length * 0.9)] ?? 0
    const total = sizes.reduce((sum, lines) => sum + lines, 0)
    console.info(`src: ${sizes.length} files, ${total} lines, median ${median}, p90 ${p90}, longest ${sizes.at(-1)}`)
    expect(median).toBeLessThan(120)
    expect(p90).toBeLessThan(300)
  })

  test(`keeps index.ts within ${MAX_INDEX_LINES} lines`, () => {
    expect(files.find((file) => file.name === 'index.ts')?.lines ?? 0).toBeLessThanOrEqual(MAX_INDEX_LINES)
  })

  test('has names that say something, in kebab-case', () => {
    const wrong = files.filter((file) =>
      file.name.split('/').some((part) => {
        const stem = part.replace(/(\.test)?(\.test-d)?\.ts$/, '')
        return VAGUE_NAMES.includes(stem) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)
      }),
    )
    expect(list(wrong)).toEqual([])
  })
})
