import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { hostname } from 'node:os'
import { ConfigError } from '../errors/tolva-error.ts'
import { isErrno } from '../storage/errno.ts'
import { TEMPORARY_SUFFIX } from '../storage/local.ts'
import type { Storage } from '../storage/storage.ts'
import type { WorkingFolder } from './working-folder.ts'

const KEY = 'lease.json'
const HEARTBEAT_MS = 10_000
/** A holder on another host that was not heard of for so long is taken for dead. */
const SILENT_ELSEWHERE_MS = 120_000
/** Here the process is asked after; but its number may belong to another one by now. */
const SILENT_HERE_MS = 600_000

export interface LeaseHolder {
  readonly pid: number
  readonly host: string
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly heartbeat: number
}

/** Held while a run works in the folder; disposing gives it back. */
export type Lease = AsyncDisposable

/**
 * Keeps two runs of one pipeline apart. The lease of a dead process is taken over.
 * @throws ConfigError code `locked` that names the holder. The command line exits 5.
 */
export async function takeLease(folder: WorkingFolder, now: () => number = Date.now): Promise<Lease> {
  const mine = { pid: process.pid, host: hostname(), since: now() }
  const text = () => JSON.stringify({ ...mine, heartbeat: now() } satisfies LeaseHolder)
  while (!(await folder.storage.putIfAbsent(KEY, text()))) {
    const holder = await readLease(folder)
    if (holder && isAlive(holder, now())) throw locked(folder, holder)
    await removeStale(folder, holder)
  }
  let beat = Promise.resolve()
  const timer = setInterval(() => {
    beat = beat.then(() => folder.storage.put(KEY, text())).catch(() => undefined)
  }, HEARTBEAT_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await beat
      await folder.storage.delete(KEY)
    },
  }
}

/** Who holds the lease; undefined: nobody, or a file that says nothing. */
export function readLease(folder: WorkingFolder): Promise<LeaseHolder | undefined> {
  return readHolder(folder.storage, KEY)
}

async function readHolder(storage: Storage, key: string): Promise<LeaseHolder | undefined> {
  const bytes = await storage.get(key)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isHolder(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Moves the stale lease away, so that of two that find it only one removes it, and puts back what was no longer stale. */
async function removeStale({ storage }: WorkingFolder, stale: LeaseHolder | undefined): Promise<void> {
  const aside = `lease.${randomBytes(6).toString('hex')}${TEMPORARY_SUFFIX}`
  try {
    await rename(storage.localPath(KEY), storage.localPath(aside))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return
    throw error
  }
  const moved = await readHolder(storage, aside)
  if (moved && (moved.pid !== stale?.pid || moved.since !== stale.since)) {
    await storage.putIfAbsent(KEY, JSON.stringify(moved))
  }
  await storage.delete(aside)
}

function isAlive(holder: LeaseHolder, now: number): boolean {
  if (holder.host !== hostname()) return now - holder.heartbeat < SILENT_ELSEWHERE_MS
  if (now - holder.heartbeat > SILENT_HERE_MS) return false
  try {
    process.kill(holder.pid, 0)
    return true
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}

function isHolder(value: unknown): value is LeaseHolder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'since' in value &&
    typeof value.since === 'number' &&
    'heartbeat' in value &&
    typeof value.heartbeat === 'number'
  )
}

function locked(folder: WorkingFolder, holder: LeaseHolder): ConfigError {
  return new ConfigError(`pipeline ${folder.pipeline} is running in process ${holder.pid} on ${holder.host}`, {
    code: 'locked',
    hint: `Wait for it to end, or end process ${holder.pid}; a lease of a dead process is taken over.`,
    context: { pipeline: folder.pipeline, file: folder.storage.localPath(KEY), pid: holder.pid, host: holder.host },
  })
}
