// Loads one workload with tolva through its public API: sealing, fsync and the load into the destination included.
// `node tolva.ts DATA.jsonl OUT_FOLDER TABLE [STRATEGY] --destination NAME --address PATH_OR_URL [--positions] [--page-log]
// [--checkpoint ROWS]`: with a strategy it merges by `id`; with positions a run that stops could be gone on with. The last line
// of stdout is one JSON object.
import { open } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { duckdb, type Hints, pipeline, type RunOptions, resource } from 'tolva'
import { postgres } from 'tolva/destinations/postgres'

const LINES_PER_PAGE = 1000
const CHUNK_BYTES = 4 * 1024 * 1024
const NEWLINE = 10

/** Cuts the file into bodies of a thousand lines, as a paged API would answer them. A position is an offset. */
async function* pages(file: string, from: unknown) {
  const handle = await open(file)
  let rest = Buffer.alloc(0)
  let position = typeof from === 'number' ? from : 0
  let readAt = position
  const page = (bytes: Buffer) => {
    position += bytes.length
    return { bytes, format: 'jsonl' as const, position }
  }
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(rest.length + CHUNK_BYTES)
      rest.copy(buffer)
      const { bytesRead } = await handle.read(buffer, rest.length, CHUNK_BYTES, readAt)
      readAt += bytesRead
      const bytes = buffer.subarray(0, rest.length + bytesRead)
      let start = 0
      for (let end = endOfPage(bytes, start); end > 0; end = endOfPage(bytes, start)) {
        yield page(bytes.subarray(start, end))
        start = end
      }
      rest = bytes.subarray(start)
      if (bytesRead === 0) break
    }
    if (rest.length > 0) yield page(rest)
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

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    destination: { type: 'string', default: 'duckdb' },
    address: { type: 'string', default: '' },
    positions: { type: 'boolean', default: false },
    'page-log': { type: 'boolean', default: false },
    checkpoint: { type: 'string' },
  },
})
const [data = '', out = '', table = '', strategy] = positionals
const merged: Hints =
  strategy === undefined ? {} : { primaryKey: 'id', writeDisposition: { disposition: 'merge', strategy } }
function destination() {
  if (values.destination === 'duckdb') return duckdb({ path: values.address })
  return values.destination === 'postgres' ? postgres(values.address) : values.destination
}

/** Of a folder the columnar format is asked for, as of dlt; the others have one of their own. */
const format: Pick<RunOptions, 'loaderFileFormat'> =
  values.destination === 'filesystem' ? { loaderFileFormat: 'parquet' } : {}
const start = performance.now()
const bench = pipeline({
  name: 'bench',
  destination: destination(),
  dataset: 'bench',
  env: { DESTINATION__FILESYSTEM__BUCKET_URL: values.address },
  dataDir: path.join(out, 'data'),
  projectDir: out,
})
const resumable = values.positions ? { resumeKey: 'offset' } : {}
await bench.run(
  resource({ name: table, ...merged, ...resumable }, ({ resumeFrom }) => pages(data, resumeFrom)),
  {
    ...format,
    pageLog: values['page-log'],
    ...(values.checkpoint !== undefined && { checkpoint: { rows: Number(values.checkpoint) } }),
  },
)
const wallS = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ wallS, cpuS: (user + system) / 1e6, versions: { node: process.versions.node } }))
