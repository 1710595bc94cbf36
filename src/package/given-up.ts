import type { Logger } from '../log/logger.ts'
import { discardPackage } from './mark-package.ts'
import { readStatus } from './package-status.ts'
import { readPackage } from './read-package.ts'
import { type ErrorSummary, isErrorSummary } from './status-form.ts'
import type { WorkingFolder } from './working-folder.ts'

const RECORDS = 'aborted/'
const SUFFIX = '.json'

/** What is remembered of a package that was given up: everything but its rows. */
export interface GivenUp {
  readonly version: 1
  readonly loadId: string
  /** `aborted`: state and schema went back with it; `discarded`: they stayed. */
  readonly how: 'aborted' | 'discarded'
  /** ISO timestamp. */
  readonly at: string
  readonly createdAt?: string
  readonly rowCounts: Readonly<Record<string, number>>
  readonly bytes: number
  /** Why it could not be loaded; absent: nobody had tried. */
  readonly error?: ErrorSummary
}

/** Deletes a package and leaves a record of it. On a full disk the package makes room for the record. */
export async function giveUpPackage(
  folder: WorkingFolder,
  loadId: string,
  options: Pick<GivenUp, 'how' | 'at'> & { readonly logger: Logger },
): Promise<void> {
  const { how, at, logger } = options
  const record = await recordOf(folder, loadId, { how, at })
  const write = () => folder.storage.put(`${RECORDS}${loadId}${SUFFIX}`, `${JSON.stringify(record)}\n`)
  const isWritten = await write().then(
    () => true,
    () => false,
  )
  await discardPackage(folder, loadId)
  if (!isWritten) {
    await write().catch((error: unknown) => logger.warn('no record of the package was written', { loadId, error }))
  }
}

/** Records of packages that were given up, the newest last. */
export async function listGivenUp({ storage }: Pick<WorkingFolder, 'storage'>): Promise<readonly GivenUp[]> {
  const keys = (await storage.list(RECORDS)).filter((key) => key.endsWith(SUFFIX))
  const records = await Promise.all(keys.map(async (key) => parse(await storage.get(key))))
  return records.filter((record) => record !== undefined).toSorted((a, b) => Number(a.loadId) - Number(b.loadId))
}

/** Which records are kept: the newest, as long as they are within every limit. */
export interface GivenUpLimits {
  /** Default 100. */
  readonly count?: number
  /** Default 90. */
  readonly days?: number
  /** Of all records together. Default 10,000,000. */
  readonly bytes?: number
}

/** Deletes the records beyond the limits. @param now Milliseconds since the epoch. */
export async function pruneGivenUp(
  { storage }: Pick<WorkingFolder, 'storage'>,
  limits: GivenUpLimits,
  now: number,
): Promise<void> {
  const { count = 100, days = 90, bytes = 10_000_000 } = limits
  const keys = (await storage.list(RECORDS)).filter((key) => key.endsWith(SUFFIX))
  const newestFirst = keys.toSorted((a, b) => loadTime(b) - loadTime(a))
  let size = 0
  for (const [index, key] of newestFirst.entries()) {
    const body = await storage.get(key)
    size += body?.length ?? 0
    const record = parse(body)
    const isOld = record !== undefined && now - Date.parse(record.at) > days * 86_400_000
    if (index >= count || size > bytes || isOld) await storage.delete(key)
  }
}

async function recordOf(folder: WorkingFolder, loadId: string, how: Pick<GivenUp, 'how' | 'at'>): Promise<GivenUp> {
  // One that cannot be read is given up for that very reason.
  const load = await readPackage(folder, loadId).catch(() => undefined)
  const status = await readStatus(folder, loadId)
  return {
    version: 1,
    loadId,
    ...how,
    ...(load !== undefined && { createdAt: load.createdAt }),
    rowCounts: load?.report.rowCounts ?? {},
    bytes: load?.jobs.reduce((sum, job) => sum + job.bytes, 0) ?? 0,
    ...(status.state === 'failed' && { error: status.error }),
  }
}

function loadTime(key: string): number {
  return Number(key.slice(RECORDS.length, -SUFFIX.length))
}

function parse(body: Uint8Array | undefined): GivenUp | undefined {
  try {
    const value: unknown = body && JSON.parse(new TextDecoder().decode(body))
    return isGivenUp(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isGivenUp(value: unknown): value is GivenUp {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'loadId' in value &&
    typeof value.loadId === 'string' &&
    'how' in value &&
    (value.how === 'aborted' || value.how === 'discarded') &&
    'at' in value &&
    typeof value.at === 'string' &&
    'rowCounts' in value &&
    typeof value.rowCounts === 'object' &&
    'bytes' in value &&
    typeof value.bytes === 'number' &&
    (!('error' in value) || isErrorSummary(value.error))
  )
}
