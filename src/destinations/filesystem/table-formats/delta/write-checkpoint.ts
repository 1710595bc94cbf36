import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectScratch } from '../../../../duckdb/scratch.ts'
import { quoteText } from '../../../../sql/quote-text.ts'
import type { TablePlace } from '../table-format.ts'
import type { Action } from './actions.ts'
import type { DeltaState } from './replay.ts'

const TEXTS = 'MAP(VARCHAR, VARCHAR)'

/** The columns that the specification asks of a checkpoint. */
const COLUMNS: Readonly<Record<string, string>> = {
  txn: 'STRUCT(appId VARCHAR, "version" BIGINT, lastUpdated BIGINT)',
  add: `STRUCT("path" VARCHAR, partitionValues ${TEXTS}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags ${TEXTS})`,
  remove: `STRUCT("path" VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues ${TEXTS}, size BIGINT)`,
  metaData: `STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, "format" STRUCT(provider VARCHAR, options ${TEXTS}), schemaString VARCHAR, partitionColumns VARCHAR[], configuration ${TEXTS}, createdTime BIGINT)`,
  protocol:
    'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])',
  domainMetadata: 'STRUCT("domain" VARCHAR, "configuration" VARCHAR, removed BOOLEAN)',
}

/** How long files that are gone are remembered for readers of older versions: a week, as others do unless a table says otherwise. */
const REMEMBERED_MS = 7 * 24 * 3_600_000

/** Writes all that a log says at one version as one file, so that readers need not follow it from its beginning. */
export async function writeCheckpoint(place: TablePlace, state: DeltaState, logFolder: string): Promise<void> {
  const { storage } = place.bucket
  const folder = join(place.scratch, `checkpoint-${randomUUID()}`)
  await mkdir(folder, { recursive: true })
  try {
    const actions = actionsOf(state, place.context.now() - REMEMBERED_MS)
    const [lines, file] = [join(folder, 'actions.ndjson'), join(folder, 'checkpoint.parquet')]
    await writeFile(lines, actions.map((action) => JSON.stringify(action)).join('\n'))
    const columns = Object.entries(COLUMNS).filter(([name]) => name !== 'domainMetadata' || state.domains.size > 0)
    const typed = columns.map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`).join(', ')
    await using connection = await connectScratch(join(folder, 'spill'))
    const read = `read_json(${quoteText(lines)}, format = 'newline_delimited', maximum_object_size = 67108864, columns = {${typed}})`
    await connection.execute(`COPY (SELECT * FROM ${read}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`)
    const name = String(state.version).padStart(20, '0')
    await storage.putFile(`${logFolder}${name}.checkpoint.parquet`, file)
    await storage.put(`${logFolder}_last_checkpoint`, JSON.stringify({ version: state.version, size: actions.length }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function actionsOf(state: DeltaState, since: number): readonly Action[] {
  const { protocol, metaData, txns, domains, files, removed } = state
  return [
    ...(protocol ? [{ protocol }] : []),
    ...(metaData ? [{ metaData }] : []),
    ...[...txns.values()].map((txn) => ({ txn })),
    ...[...domains.values()].map((domainMetadata) => ({ domainMetadata })),
    ...[...files.values()].map((add) => ({ add: { ...add, dataChange: false } })),
    ...[...removed.values()]
      .filter(({ deletionTimestamp }) => (deletionTimestamp ?? 0) >= since)
      .map((remove) => ({ remove: { ...remove, dataChange: false } })),
  ]
}
