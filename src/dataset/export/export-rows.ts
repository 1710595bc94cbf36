import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { type Limitation, limitation } from '../limitation.ts'
import { type Chunk, type OpenChunks, readInTime } from '../read-in-time.ts'
import type { FullLimits } from '../read-limits.ts'
import type { ResultColumn } from '../value-reader.ts'
import { csvLine, type Formulas } from './csv-line.ts'
import { csvToParquet } from './csv-to-parquet.ts'

/** What is written where. */
export interface ExportOptions {
  readonly format: 'csv' | 'parquet'
  /** The file; one that is there is replaced. */
  readonly path: string
  /** Of texts in csv. Default `keep`: a file for tools holds what the table holds. */
  readonly formulas?: Formulas
}

/** A file that was written. */
export interface Exported {
  readonly path: string
  readonly rows: number
  readonly bytes: number
  /** What cut it short; empty: all rows are there. */
  readonly limited: readonly Limitation[]
}

/**
 * Writes rows as a file, in constant memory. A file that could not be finished is not there.
 * @throws DestinationError code `query_timeout` where no row came in time.
 */
export async function exportRows(options: ExportOptions, limits: FullLimits, open: OpenChunks): Promise<Exported> {
  const { format, path, formulas = 'keep' } = options
  const [text, parquet] = [`${path}.part`, `${path}.parquet.part`]
  try {
    const written = await writeCsv(text, { header: format === 'csv', formulas }, { limits, open })
    if (format === 'parquet') await csvToParquet(text, parquet, written.columns)
    await rename(format === 'parquet' ? parquet : text, path)
    return { path, rows: written.rows, bytes: (await stat(path)).size, limited: written.limited }
  } finally {
    await rm(text, { force: true })
    await rm(parquet, { force: true })
  }
}

interface Written {
  readonly columns: readonly ResultColumn[]
  readonly rows: number
  readonly limited: readonly Limitation[]
}

async function writeCsv(
  file: string,
  { header, formulas }: { readonly header: boolean; readonly formulas: Formulas },
  { limits, open }: { readonly limits: FullLimits; readonly open: OpenChunks },
): Promise<Written> {
  const { maxRows, maxBytes, seconds } = limits
  const out = createWriteStream(file)
  const done = finished(out)
  // Told when it is waited for.
  done.catch(() => undefined)
  const limited: Limitation[] = []
  let columns: readonly ResultColumn[] | undefined
  let rows = 0
  let bytes = 0

  const lineOf = (row: readonly unknown[]): string | undefined => {
    if (rows === maxRows) {
      limited.push(limitation('rows', maxRows, rows))
      return undefined
    }
    const line = csvLine(row, header ? formulas : 'keep')
    bytes += Buffer.byteLength(line)
    if (bytes > maxBytes) {
      limited.push(limitation('bytes', maxBytes, rows))
      return undefined
    }
    rows += 1
    return line
  }
  const take = async (chunk: Chunk): Promise<boolean> => {
    let text = ''
    if (header && columns === undefined) text = csvLine(chunk.columns.map(nameOf), 'keep')
    columns = chunk.columns
    for (const row of chunk.rows) {
      const line = lineOf(row)
      if (line === undefined) break
      text += line
    }
    await write(out, text)
    return limited.length === 0
  }
  try {
    if (!(await readInTime(limits, open, take))) limited.push(limitation('seconds', seconds, rows))
    out.end()
    await done
  } finally {
    out.destroy()
  }
  return { columns: columns ?? [], rows, limited }
}

const nameOf = ({ name }: ResultColumn): string => name

async function write(out: WriteStream, text: string): Promise<void> {
  if (text !== '' && !out.write(text)) await once(out, 'drain')
}
