// Writes the JavaScript of dist/: a file for each entry of package.json and chunks of what they share, as a process that loads
// a file for each module of the source takes a fifth of a second longer to start. Dependencies stay outside.
// `node scripts/bundle.ts [folder]` writes into another folder than dist/.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
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
 * micromark. And what lays diagrams out.
 */
const BROUGHT =
  /^(vega-lite|vega|vega-util|vega-expression|vega-event-selector|micromark|micromark-extension-gfm-table|@dagrejs\/dagre)$/

const names = targets.flatMap((target) => /^(?:\.\/)?dist\/(.+)\.js$/.exec(target)?.[1] ?? [])

const bundle = await rolldown({
  input: Object.fromEntries([...names, ...PROGRAMS].map((name) => [name, path.join(ROOT, 'src', `${name}.ts`)])),
  platform: 'node',
  external: (id, from) =>
    !id.startsWith('.') && !path.isAbsolute(id) && !BROUGHT.test(id) && !/\/node_modules\//.test(from ?? ''),
  resolve: { alias: { vega: 'vega-util' } },
})
const { output } = await bundle.write({
  dir: process.argv[2] ?? path.join(ROOT, 'dist'),
  chunkFileNames: 'chunks/[name].js',
  keepNames: true,
})
await bundle.close()
const modules = output.flatMap((one) => (one.type === 'chunk' ? one.moduleIds : []))
writeFileSync(path.join(ROOT, 'dist', 'licenses.md'), licenseTexts(modules))
