/** Compiles assembly/row-ids.ts and writes src/normalize/row-ids-wasm.ts. Run it after a change there: `node scripts/build-row-ids.ts`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const SOURCE = fileURLToPath(new URL('../assembly/row-ids.ts', import.meta.url))
const TARGET = fileURLToPath(new URL('../src/normalize/row-ids-wasm.ts', import.meta.url))

/** The module's bytes. @throws Error with the compiler's messages. */
export async function compileRowIds(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined
  const options = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd']
  const { error, stderr } = await asc.main(['row-ids.ts', '--outFile', 'row-ids.wasm', ...options], {
    readFile: (name) => (name === 'row-ids.ts' ? readFileSync(SOURCE, 'utf8') : null),
    writeFile: (name, contents) => {
      if (name === 'row-ids.wasm' && typeof contents !== 'string') binary = contents
    },
    listFiles: () => [],
  })
  if (error !== null || binary === undefined) throw new Error(`${error?.message}\n${stderr.toString()}`)
  return binary
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = Buffer.from(await compileRowIds()).toString('base64')
  const lines = text.match(/.{1,110}/g) ?? []
  writeFileSync(
    TARGET,
    [
      '/** Compiled from assembly/row-ids.ts by scripts/build-row-ids.ts; base64. */',
      'export const ROW_IDS_WASM =',
      ...lines.map((line, at) => `  '${line}'${at < lines.length - 1 ? ' +' : ''}`),
      '',
    ].join('\n'),
  )
}
