import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const run = promisify(execFile)

/** What an example may use without having introduced it: the pipeline of the pages before it. */
const PREAMBLE = `
import { pipeline, resource, secret, setting, source, transformer } from 'tolva'
const chatbotPipeline = pipeline({ name: 'chatbot_pipeline', destination: 'duckdb', dataset: 'chatbot_data' })
`

/** What `tolva types` would write for it. */
const TABLES = `export interface Tables {
  readonly users: { readonly id: string; readonly created_at: string | null }
}
`

const EXAMPLES = readdirSync(path.join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `examples/${name}`)

interface Page {
  readonly name: string
  readonly text: string
}

const pages: readonly Page[] = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...['docs', 'docs/destinations', 'benchmarks', ...EXAMPLES].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
  ...readdirSync(path.join(ROOT, 'toolkits'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `toolkits/${name}`),
].map((name) => ({ name, text: readFileSync(path.join(ROOT, name), 'utf8') }))

function blocksOf(page: Page, language: string): string[] {
  return [...page.text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1] ?? '')
}

describe('the documentation', () => {
  test('is there', () => {
    expect(pages.map((page) => page.name)).toEqual(expect.arrayContaining(['README.md', 'docs/chatbot.md']))
  })

  test('links to files that exist', () => {
    const links = pages.flatMap((page) =>
      [...page.text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => ({ page: page.name, to: match[1] ?? '' })),
    )
    expect(links.length).toBeGreaterThan(10)
    expect(links.filter(({ page, to }) => !existsSync(path.join(ROOT, path.dirname(page), to)))).toEqual([])
  })

  test('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    const named = pages.flatMap((page) => [...page.text.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] ?? ''))
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test('keeps AGENTS.md within 40 lines', () => {
    expect(pages.find((page) => page.name === 'AGENTS.md')?.text.split('\n').length).toBeLessThanOrEqual(41)
  })

  test('explains only error codes that exist', () => {
    const sources = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(path.join(ROOT, 'src', name), 'utf8'))
      .join('\n')
    const made = [/^http_\d+$/, /^contract_(tables|columns|data_type)$/]
    const rows = pages.find((page) => page.name === 'docs/errors.md')?.text.match(/^\| `.*?\|/gm) ?? []
    const codes = rows.flatMap((row) => row.match(/(?<=`)[a-z]\w+(?=`)/g) ?? [])
    expect(codes.length).toBeGreaterThan(10)
    expect(codes.filter((code) => !sources.includes(`'${code}'`) && !made.some((one) => one.test(code)))).toEqual([])
  })

  test('shows code that compiles', async () => {
    const folder = path.join(ROOT, '.cache', 'docs')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'tables.ts'), TABLES)
    let count = 0
    for (const page of pages) {
      for (const [index, block] of blocksOf(page, 'ts').entries()) {
        const code = block.includes("from 'tolva") ? block : `${PREAMBLE}${block}`
        writeFileSync(path.join(folder, `${page.name.replaceAll(/\W/g, '-')}-${index}.ts`), `${code}\nexport {}\n`)
        count += 1
      }
    }
    expect(count).toBeGreaterThan(5)
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.json',
        compilerOptions: { noUnusedLocals: false, noUnusedParameters: false, rootDir: '../..' },
        include: ['*.ts'],
      }),
    )
    const compiler = path.join(ROOT, 'node_modules', '.bin', 'tsc')
    const found = await run(compiler, ['-p', folder], { cwd: ROOT }).then(
      () => '',
      (error: { readonly stdout: string }) => error.stdout || String(error),
    )
    // What is wrong in src itself is the type check's business.
    expect(found.split('\n').filter((line) => line !== '' && !/^(src|\s)/.test(line))).toEqual([])
  })
})
