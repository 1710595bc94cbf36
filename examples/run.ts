// npm run example -- github [--ts]: loads an example into DuckDB from a stand-in of its API on this machine.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const EXAMPLES = ['github', 'stripe', 'shopify', 'graphql'] as const
const SRC = new URL('../src/', import.meta.url)

// In a clone `tolva` is what stands in src/, without a build.
registerHooks({
  resolve(specifier, context, next) {
    const inside = /^tolva(?:\/(.*))?$/.exec(specifier)
    if (inside === null) return next(specifier, context)
    return next(new URL(inside[1] === undefined ? 'index.ts' : `${inside[1]}/index.ts`, SRC).href, context)
  },
})

const [name = '', flag] = process.argv.slice(2)
const example = EXAMPLES.find((one) => one === name)
if (example === undefined) {
  console.error(`Usage: npm run example -- ${EXAMPLES.join('|')} [--ts]`)
  process.exit(2)
}

const folder = path.join(import.meta.dirname, example)
const work = await mkdtemp(path.join(tmpdir(), `tolva-example-${example}-`))
const { start, env } = await import(pathToFileURL(path.join(folder, 'server.ts')).href)
const standIn = await start()
Object.assign(process.env, env, { TOLVA_DATA_DIR: path.join(work, 'pipelines') })
process.chdir(work)
try {
  const { pipeline } = await import('../src/index.ts')
  const loader = pipeline({ name: example, destination: 'duckdb', dataset: `${example}_data` })
  const info = await loader.run(await source())
  console.log(`${info}\n`)
  for (const [table, rows] of Object.entries(info.rowCounts))
    console.log(`${String(rows).padStart(6)} rows in ${table}`)
} finally {
  await standIn.close()
}

async function source() {
  if (flag === '--ts') {
    const script = await import(pathToFileURL(path.join(folder, `${example}_pipeline.ts`)).href)
    return script[example ?? ''](standIn.baseUrl)
  }
  const declared = await readFile(path.join(folder, `${example}.yaml`), 'utf8')
  const file = path.join(work, `${example}.yaml`)
  await writeFile(file, declared.replace(/^( +base_url: ).*/m, `$1${standIn.baseUrl}`))
  const { readDeclaration } = await import('../src/cli/read-declaration.ts')
  const { declaredSource } = await import('../src/sources/rest-api/declared-source.ts')
  const { sourceName, source: config } = await readDeclaration(file)
  return declaredSource(sourceName, config)
}
