import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Row } from '../../contracts/page.ts'
import { connectScratch } from '../../duckdb/scratch.ts'
import { SourceError, TolvaError } from '../../errors/tolva-error.ts'
import { duckDbRows } from '../duckdb-values.ts'
import type { OpenedFile } from './read-files.ts'

const ROWS = 10_240

/** Rows of a file as values of its types, for those who look at them one by one. @param from Function that reads the file `?`. */
export async function* rowPages({ file, local, from: position }: OpenedFile, from: string): AsyncIterable<Page> {
  let count = typeof position === 'number' ? position : 0
  await using duckDb = await connectScratch(join(tmpdir(), 'tolva-rows'))
  try {
    const stream = await duckDb.stream(`SELECT * FROM ${from} OFFSET ${count}`, [local.path])
    const rowOf = duckDbRows(stream.columns)
    let rows: Row[] = []
    for await (const chunk of stream) {
      for (const cells of chunk) rows.push(rowOf(cells))

      if (rows.length < ROWS) continue
      count += rows.length
      yield { rows, position: count }
      rows = []
    }
    if (rows.length > 0) yield { rows, position: count + rows.length }
  } catch (error) {
    throw unreadable(error, file.file_url, local.path)
  }
}

function unreadable(cause: unknown, name: string, path: string): unknown {
  if (cause instanceof TolvaError && cause.code !== 'database_error') return cause
  const reason = cause instanceof Error ? cause.message.replaceAll(path, name) : String(cause)
  return new SourceError(`the file ${name} cannot be read: ${reason}`, {
    code: 'file_unreadable',
    hint: 'Check its format, and the options of csv.',
    context: { file: name },
    cause,
  })
}
