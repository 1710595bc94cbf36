import type { CommitPlan, StagedJob } from '../../../contracts/destination.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import type { Table } from '../../../schema/stored.ts'
import { formatOfKey, type KeptFormat } from '../file-format.ts'
import { isSystemTable } from '../keys.ts'
import { filePath } from '../layout/file-path.ts'
import type { LakeSnapshot } from '../reading/snapshot.ts'
import { tableFiles } from '../reading/table-files.ts'
import type { LakeSession } from '../session.ts'
import type { LakeWork } from './lake-work.ts'

/** A job's file on its way to its key. */
export interface PlacedJob {
  readonly staged: StagedJob
  readonly table: Table
  readonly key: string
  /** What it must be made into, where the table's files are of another format than it. */
  readonly convertTo: KeptFormat | undefined
}

/**
 * Gives each job its key. The files of a table keep the format that they have: dlt reads all of them as it reads the first.
 * @param from.known Keys that an earlier try of the same load has written down.
 * @throws ConfigError `bad_layout` where two files would have one key.
 */
export async function placeJobs(
  session: LakeSession,
  { files, emptied, dropped }: LakeWork,
  from: {
    readonly plan: CommitPlan
    readonly snapshot: LakeSnapshot
    readonly initialVersion: number
    readonly known: Readonly<Record<string, string>>
  },
): Promise<readonly PlacedJob[]> {
  const { plan, snapshot, known } = from
  const formats = new Map<string, { readonly format: KeptFormat | undefined; readonly keys: ReadonlySet<string> }>()
  for (const { name } of new Set(files.map(({ table }) => table))) {
    const found = await tableFiles(session, snapshot, { schema: plan.schema, table: name })
    const isNew = emptied.includes(name) || dropped.includes(name)
    const format = isNew ? undefined : found.map(({ key }) => formatOfKey(key)).find((one) => one !== undefined)
    formats.set(name, { format, keys: new Set(found.map(({ key }) => key)) })
  }
  const taken = new Set<string>()
  return files.map(({ staged, table }) => {
    const there = formats.get(table.name)
    const own = formatOfKey(staged.job.file) ?? 'parquet'
    const convertTo = there?.format === undefined || there.format === own ? undefined : there.format
    const key = known[staged.job.id] ?? keyOf(session, { staged, table, convertTo, ...from })
    if (taken.has(key) || there?.keys.has(key)) throw sameKey(session, key, table)
    taken.add(key)
    return { staged, table, key, convertTo }
  })
}

function keyOf(
  session: LakeSession,
  of: Omit<PlacedJob, 'key'> & { readonly plan: CommitPlan; readonly initialVersion: number },
): string {
  const { staged, table, convertTo, plan, initialVersion } = of
  const { job } = staged
  const isGzipped = convertTo === undefined ? job.file.endsWith('.gz') : convertTo !== 'parquet'
  const made = new Date(plan.package.createdAt)
  const file = {
    schemaName: plan.schema.name,
    tableName: table.name,
    loadId: plan.package.loadId,
    fileId: job.id,
    ext: `${convertTo ?? job.format}${isGzipped ? '.gz' : ''}`,
  }
  const moments = { package: made, current: session.currentDatetime?.() ?? made }
  const path = isSystemTable(table.name)
    ? `${table.name}/${file.loadId}.${file.fileId}.${file.ext}`
    : filePath(session.layout, file, moments)
  // In datasets that dlt began long ago, compressed files are not called so.
  return `${session.dataset}/${initialVersion === 1 ? path.replace(/\.gz$/, '') : path}`
}

function sameKey({ layout, bucket }: LakeSession, key: string, { name }: Table): ConfigError {
  return new ConfigError(`the layout ${layout.template} gives several files the place ${bucket.storage.urlOf(key)}`, {
    code: 'bad_layout',
    hint: 'Let it have {load_id} and {file_id}, so that no file takes the place of another.',
    context: { table: name },
  })
}
