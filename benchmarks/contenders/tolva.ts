// Loads one workload with tolva through its public API: sealing, fsync and the load into DuckDB included.
// `node tolva.ts DATA.jsonl OUT_FOLDER TABLE [STRATEGY]`: with a strategy it merges by `id`. The last line of stdout is one JSON object.
import { open } from 'node:fs/promises'
import path from 'node:path'
import { duckdb, type Hints, pipeline, resource } from 'tolva'

const LINES_PER_PAGE = 1000
const CHUNK_BYTES = 4 * 1024 * 1024
const NEWLINE = 10

/** Cuts the file into bodies of a thousand lines, as a paged API would answer them. */
async function* pages(file: string) {
  const handle = await open(file)
  let rest = Buffer.alloc(0)
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES)
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
      let start = 0
      for (let end = endOfPage(bytes, start); end > 0; end = endOfPage(bytes, start)) {
        yield { bytes: bytes.subarray(start, end), format: 'jsonl' as const }
        start = end
      }
      rest = bytes.subarray(start)
      if (bytesRead === 0) break
    }
    if (rest.length > 0) yield { bytes: rest, format: 'jsonl' as const }
  } finally {
    await handle.close()
  }
}

/** The offset behind the page's last newline; 0 when the bytes do not hold a whole page. */
function endOfPage(bytes: Buffer, start: number): number {
  let position = start
  for (let line = 0; line < LINES_PER_PAGE; line += 1) {
    const newline = bytes.indexOf(NEWLINE, position)
    if (newline < 0) return 0
    position = newline + 1
  }
  return position
}

const [data = '', out = '', table = '', strategy] = process.argv.slice(2)
const merged: Hints =
  strategy === undefined ? {} : { primaryKey: 'id', writeDisposition: { disposition: 'merge', strategy } }
const start = performance.now()
const bench = pipeline({
  name: 'bench',
  destination: duckdb({ path: path.join(out, 'out.duckdb') }),
  dataset: 'bench',
  dataDir: path.join(out, 'data'),
  projectDir: out,
})
await bench.run(resource({ name: table, ...merged }, () => pages(data)))
const wallS = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ wallS, cpuS: (user + system) / 1e6, versions: { node: process.versions.node } }))
