import { createHash, randomBytes } from 'node:crypto'
import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { DestinationError } from '../../../errors/tolva-error.ts'
import { createTurns } from '../../../storage/turns.ts'
import { requireRows } from '../../sql/append.ts'
import type { ChainWork } from './commit-chain.ts'
import type { PlannedTable } from './plan-chain.ts'
import type { AddedFile } from './table-log.ts'
import { type NewFile, writeFiles } from './write-files.ts'

/** Files that go into the bucket at once. */
const UPLOADS = 4

/** Writes the new files of a table, brings them into the bucket and makes them its next version. false: another writer was faster. */
export async function publishTable(
  work: ChainWork,
  connection: DuckDbConnection,
  planned: PlannedTable,
): Promise<boolean> {
  const { place, change } = work
  const { table, open, select, remove } = planned
  const files = await writeFiles(connection, {
    select,
    columns: open.written,
    partitionBy: open.partitionBy,
    folder: planned.folder,
  })
  checkFiles(planned, files)
  if (planned.exists && files.length === 0 && remove.length === 0 && !open.evolved) return true
  const add = await upload(work, planned, files)
  const { loadId, pipeline } = change
  const mode = planned.restarted ? 'replace' : change.mode
  const next = { table, add, remove, mode, loadId, pipeline }
  if (await open.commit(next)) {
    if (change.retried) await sweep(work, planned, add)
    return true
  }
  for (const { key } of add) await place.bucket.storage.delete(key)
  return false
}

async function upload(
  { place, change }: ChainWork,
  { table, open }: PlannedTable,
  files: readonly NewFile[],
): Promise<readonly AddedFile[]> {
  const turn = createTurns(UPLOADS)
  const folder = place.folderOf(table.name)
  return Promise.all(
    files.map((file) =>
      turn(async () => {
        const key = `${folder}${open.fileName(file, fileId(change.loadId))}`
        await place.bucket.storage.putFile(key, file.path, place.context.signal)
        return { ...file, key }
      }),
    ),
  )
}

/** A UUID whose first half tells the load, so that files that a dead try left behind are known. */
function fileId(loadId: string): string {
  const random = randomBytes(8).toString('hex')
  return `${loadMark(loadId)}-8${random.slice(1, 4)}-${random.slice(4)}`
}

function loadMark(loadId: string): string {
  const digest = createHash('sha256').update(loadId).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(12, 15)}`
}

/** Files of earlier tries of this load: none of them had its commit, so nobody knows them. */
async function sweep(
  { place, change }: ChainWork,
  { table }: PlannedTable,
  added: readonly AddedFile[],
): Promise<void> {
  const { storage } = place.bucket
  const used = new Set(added.map(({ key }) => key))
  const mark = loadMark(change.loadId)
  const keys = await storage.list(place.folderOf(table.name))
  const strays = keys.filter((key) => key.includes(mark) && key.endsWith('.parquet') && !used.has(key))
  for (const key of strays) await storage.delete(key)
  if (strays.length > 0)
    place.context.logger.info('files of an earlier try removed', { table: table.name, files: strays.length })
}

function checkFiles({ table, open, jobs }: PlannedTable, files: readonly NewFile[]): void {
  if (jobs !== undefined)
    requireRows(
      table.name,
      jobs,
      files.reduce((sum, file) => sum + file.rows, 0),
    )
  for (const { name, nullable } of open.snapshot.columns) {
    const nulls = files.reduce((sum, file) => sum + (file.nulls.get(name) ?? 0), 0)
    if (nullable || nulls === 0) continue
    throw new DestinationError(
      `table ${table.name}: column ${name} must not be null, but ${nulls} rows have no value in it`,
      {
        code: 'constraint_violated',
        hint: 'Correct the rows, or make the column nullable in the columns hint.',
        context: { table: table.name, column: name },
      },
    )
  }
}
