import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connectScratch } from '../../../../duckdb/scratch.ts'
import { DestinationError } from '../../../../errors/tolva-error.ts'
import { quoteName } from '../../../../sql/quote-name.ts'
import { quoteText } from '../../../../sql/quote-text.ts'
import type { TablePlace } from '../table-format.ts'
import type { Action } from './actions.ts'
import type { Checkpoint } from './log-files.ts'
import { parseActions } from './parse-actions.ts'

const KINDS = ['protocol', 'metaData', 'txn', 'domainMetadata', 'add', 'remove'] as const

/** The actions that a checkpoint holds; parsed forms of statistics are left out. */
export async function readCheckpoint(
  { bucket, scratch }: TablePlace,
  checkpoint: Checkpoint,
): Promise<readonly Action[]> {
  const folder = join(scratch, `checkpoint-${randomUUID()}`)
  await mkdir(folder, { recursive: true })
  try {
    const paths = await Promise.all(
      checkpoint.keys.map(async (key, index) => {
        const path = join(folder, `${index}.parquet`)
        if (await bucket.storage.getFile(key, path)) return path
        throw new DestinationError('a checkpoint of a Delta table is gone', {
          code: 'table_log_broken',
          retry: true,
          hint: 'Run again; another writer may just have removed it.',
          context: { file: key },
        })
      }),
    )
    await using connection = await connectScratch(join(folder, 'spill'))
    const from = `read_parquet([${paths.map(quoteText).join(', ')}], union_by_name = true)`
    const described = await connection.rows(`DESCRIBE SELECT * FROM ${from}`)
    const held = KINDS.filter((kind) => described.some(([name]) => name === kind))
    // Rows hold one action each, with null in the other columns.
    const cells = held.map((kind) => `${quoteText(kind)}: ${quoteName(kind)}`)
    const rows = await connection.rows(`SELECT CAST(to_json({${cells.join(', ')}}) AS VARCHAR) FROM ${from}`)
    return parseActions(Buffer.from(rows.map(([line]) => String(line)).join('\n')), checkpoint.keys[0] ?? '')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
