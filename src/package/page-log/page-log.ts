import { createHash } from 'node:crypto'
import { readdir, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrno } from '../../storage/errno.ts'
import type { WorkingFolder } from '../working-folder.ts'
import { openStreamLog, type StreamLog } from './stream-log.ts'

const FOLDER = 'log'
/** Pages of a run that stopped so long ago are fetched again: they say what was, not what is. */
const MAX_AGE_MS = 24 * 3_600_000

/** Beyond so many bytes a source's pages are not kept: what holds rows back to the end of a run may hold back all of them. */
const MAX_BYTES = 20e9

/** The pages that an unfinished run of one source has fetched and not yet sealed. Only under the lease. */
export interface PageLog {
  /**
   * The log of a stream. @param key Its pages count only where it is the key under which they were logged.
   * @param path Names of the resources from the independent one down.
   */
  stream(path: readonly string[], key: string): Promise<StreamLog>
  /** Forgets what was logged of an independent resource and of all that depends on it. */
  discard(root: string): Promise<void>
  /** Deletes what a package holds by now. */
  rotate(isNeeded: (path: readonly string[], part: string, n: number) => boolean): Promise<void>
  close(): Promise<void>
  /** Deletes all pages of the streams that were opened: they are in packages. */
  finish(): Promise<void>
}

export interface PageLogOptions {
  readonly now: () => number
  /** Default 20 GB. */
  readonly maxBytes?: number
  /** Called once a stream, where its pages can no longer be logged. */
  readonly onOff: (resource: string, why: string) => void
}

/** Opens the log of a source. Pages that are too old are deleted, with all others of the source. */
export async function openPageLog(folder: WorkingFolder, source: string, options: PageLogOptions): Promise<PageLog> {
  const path = logFolder(folder, source)
  if (await isStale(path, options.now())) await rm(path, { recursive: true, force: true })
  const room = { bytes: options.maxBytes ?? MAX_BYTES }
  const streams = new Map<string, { readonly path: readonly string[]; readonly log: StreamLog }>()
  return {
    async stream(names, key) {
      const stream = names.join(' > ')
      const known = streams.get(stream)
      if (known !== undefined) return known.log
      const log = await openStreamLog({
        folder: path,
        name: shortHash(stream),
        start: { stream, key },
        room,
        onOff: (why) => options.onOff(names.at(-1) ?? '', why),
      })
      streams.set(stream, { path: names, log })
      return log
    },
    async discard(root) {
      for (const { path: names, log } of streams.values()) if (names[0] === root) await log.discard()
    },
    async rotate(isNeeded) {
      for (const { path: names, log } of streams.values()) {
        await log.rotate((part, n) => isNeeded(names, part, n))
      }
    },
    async close() {
      for (const { log } of streams.values()) await log.close()
    },
    async finish() {
      for (const { log } of streams.values()) await log.discard()
      for (const empty of [path, dirname(path)]) await rmdir(empty).catch(inUse)
    },
  }
}

/** Deletes the logged pages of a source, or of all. */
export async function deletePageLog(folder: WorkingFolder, source?: string): Promise<void> {
  await rm(logFolder(folder, source), { recursive: true, force: true, maxRetries: 5 })
}

/** Pages of other streams, or none at all. */
function inUse(error: unknown): void {
  if (!isErrno(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error
}

function logFolder(folder: WorkingFolder, source?: string): string {
  const root = join(folder.path, FOLDER)
  return source === undefined ? root : join(root, shortHash(source))
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Told by when something was written last. */
async function isStale(folder: string, now: number): Promise<boolean> {
  let newest = 0
  for (const name of await entriesOf(folder)) newest = Math.max(newest, (await stat(join(folder, name))).mtimeMs)
  return newest > 0 && now - newest > MAX_AGE_MS
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
