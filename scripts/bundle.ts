// Writes the JavaScript of dist/: a file for each entry of package.json and chunks of what they share, as a process that loads
// a file for each module of the source takes a fifth of a second longer to start. Dependencies stay outside.
// `node scripts/bundle.ts [folder]` writes into another folder than dist/.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { minifySync } from 'rolldown/utils'
import { licenseTexts } from './license-texts.ts'

const ROOT = path.join(import.meta.dirname, '..')

interface Manifest {
  readonly bin: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
}

const { bin, exports }: Manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
const targets = [
  ...Object.values(exports).map((one) => (typeof one === 'string' ? one : one.default)),
  ...Object.values(bin),
]
/** Programs that the package starts itself. */
const PROGRAMS = ['explore/report/report-process', 'dashboard/diagram/diagram-thread', 'workbench/read-guard/hook']
/**
 * What reports need, brought along: charts are compiled by Vega-Lite (what it wants of Vega are four small functions), texts by
 * micromark. What lays diagrams out. And the SDK of MCP.
 */
const BROUGHT =
  /^(vega-lite|vega|vega-util|vega-expression|vega-event-selector|micromark|micromark-extension-gfm-table|@dagrejs\/dagre|@modelcontextprotocol\/(server|core)(\/.*)?)$/
/** Dependencies of the package that what is brought along needs too: once is enough. */
const SHARED = /^zod(\/.*)?$/

const TO = process.argv[2] ?? path.join(ROOT, 'dist')

const names = targets.flatMap((target) => /^(?:\.\/)?dist\/(.+)\.js$/.exec(target)?.[1] ?? [])

const bundle = await rolldown({
  input: Object.fromEntries([...names, ...PROGRAMS].map((name) => [name, path.join(ROOT, 'src', `${name}.ts`)])),
  platform: 'node',
  external: (id, from) =>
    !id.startsWith('.') &&
    !path.isAbsolute(id) &&
    (SHARED.test(id) || (!BROUGHT.test(id) && !/\/node_modules\//.test(from ?? ''))),
  resolve: { alias: { vega: 'vega-util' } },
})
const { output } = await bundle.write({
  dir: TO,
  chunkFileNames: 'chunks/[name].js',
  keepNames: true,
  codeSplitting: { groups: [{ name: 'mcp-sdk', test: /node_modules.@modelcontextprotocol/ }] },
})
await bundle.close()
// What others wrote is made small; our own code stays readable where an error leads into it.
for (const one of output) {
  if (one.type !== 'chunk' || !one.moduleIds.every((id) => /[\\/]node_modules[\\/]|^\0/.test(id))) continue
  writeFileSync(path.join(TO, one.fileName), minifySync(one.fileName, one.code, { mangle: { keepNames: true } }).code)
}
const modules = output.flatMap((one) => (one.type === 'chunk' ? one.moduleIds : []))
writeFileSync(path.join(ROOT, 'dist', 'licenses.md'), licenseTexts(modules))
