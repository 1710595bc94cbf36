import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BucketReader, bucketReader } from '../../../duckdb/bucket-reader.ts'
import { connectScratch } from '../../../duckdb/scratch.ts'
import { DestinationError } from '../../../errors/tolva-error.ts'
import { completeColumns } from '../../../schema/column-props.ts'
import type { Table } from '../../../schema/stored.ts'
import { planChain } from './plan-chain.ts'
import { publishTable } from './publish-table.ts'
import type { ChainChange, FormatColumn, TablePlace } from './table-format.ts'
import type { OpenTable, TableLog } from './table-log.ts'

/** How often others may be faster, before the load is left to a later try. */
const MAX_TRIES = 20

/** A table of a chain that does not have the load yet. */
export interface ChainTable {
  readonly table: Table
  readonly open: OpenTable
  /** false: there is no such table yet. */
  readonly exists: boolean
  /** true: an earlier try has brought its rows in. */
  readonly done: boolean
  /** true: no row that is there stays. */
  readonly restarted: boolean
}

/**
 * Brings the rows of one load into a chain of tables, a commit a table. Where another writer was faster, it looks again at
 * what is there and begins anew.
 * @throws DestinationError `commit_conflict`.
 */
export async function commitChain(log: TableLog, place: TablePlace, change: ChainChange): Promise<void> {
  const folder = join(place.scratch, `${log.name}-${randomUUID()}`)
  await mkdir(folder, { recursive: true })
  try {
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      const tables = await Promise.all(change.tables.map((table) => openTable(log, place, { table, change })))
      if (tables.every(({ done }) => done)) return
      if (await bringIn({ log, place, change, folder }, tables)) return
      place.context.logger.debug('table changed under a load', { tables: change.tables.map(({ name }) => name), tries })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const [root] = change.tables
  throw new DestinationError(`table ${root?.name} was changed by others again and again while it was loaded`, {
    code: 'commit_conflict',
    retry: true,
    hint: 'Run again, or let its writers take turns.',
    context: { ...(root && { table: root.name }) },
  })
}

/** What a commit works with. */
export interface ChainWork extends ChainTask {
  readonly reader: BucketReader
}

interface ChainTask {
  readonly log: TableLog
  readonly place: TablePlace
  readonly change: ChainChange
  /** A local folder of this commit alone. */
  readonly folder: string
}

/** false: another writer was faster with one of the tables. */
async function bringIn(task: ChainTask, tables: readonly ChainTable[]): Promise<boolean> {
  const { bucket, context } = task.place
  await using connection = await connectScratch(join(task.folder, 'spill'))
  await using reader = await bucketReader(connection, bucket, { logger: context.logger, signal: context.signal })
  const work = { ...task, reader }
  return await connection.transaction(async () => {
    const planned = await planChain(work, connection, tables)
    // Nested tables first: which of their rows go is told by the root's rows as they were.
    for (const one of planned.toReversed()) {
      if (!(await publishTable(work, connection, one))) return false
    }
    return true
  }, context.signal)
}

async function openTable(
  log: TableLog,
  place: TablePlace,
  { table, change }: { readonly table: Table; readonly change: ChainChange },
): Promise<ChainTable> {
  const found = await log.open(place, table.name)
  if (found === undefined)
    return { table, open: log.create(place, table), exists: false, done: false, restarted: false }
  const done = await found.holds(change.loadId, change.pipeline)
  const restarted = !done && (change.restarted?.includes(table.name) ?? false)
  const open = restarted ? found.restart(table) : found.evolve(addedColumns(log, found, table))
  return { table, open, exists: true, done, restarted }
}

/** Columns that the schema has and the table lacks; rows that are there hold null in them. */
function addedColumns(log: TableLog, { snapshot }: OpenTable, table: Table): readonly FormatColumn[] {
  const held = new Set(snapshot.columns.map(({ name }) => name))
  return completeColumns(table)
    .filter(({ name }) => !held.has(name))
    .map((column) => ({ ...log.columnOf(column), nullable: true }))
}
