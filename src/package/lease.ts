import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError } from '../errors/tolva-error.ts'
import { isErrno } from '../storage/errno.ts'
import type { WorkingFolder } from './working-folder.ts'

const KEY = 'lease.json'
const CLAIM = 'lease-takeover'
/** A takeover takes milliseconds; one this old died in the middle. */
const CLAIM_MS = 10_000
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
export async function readLease({ storage }: Pick<WorkingFolder, 'storage'>): Promise<LeaseHolder | undefined> {
  const bytes = await storage.get(KEY)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isHolder(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * Deletes a stale lease. Only who puts the claim may, after looking again: else the second of two that found it stale
 * would delete the new lease of the first.
 */
async function removeStale({ storage }: WorkingFolder, stale: LeaseHolder | undefined): Promise<void> {
  if (!(await storage.putIfAbsent(CLAIM, String(Date.now())))) {
    const claimed = Number(new TextDecoder().decode(await storage.get(CLAIM)))
    if (Date.now() - claimed > CLAIM_MS) await storage.delete(CLAIM)
    await wait(20)
    return
  }
  try {
    const holder = await readLease({ storage })
    if (holder?.pid === stale?.pid && holder?.since === stale?.since) await storage.delete(KEY)
  } finally {
    await storage.delete(CLAIM)
  }
}

function isAlive(holder: LeaseHolder, now: number): boolean {
  if (holder.host !== hostname()) return now - holder.heartbeat < SILENT_ELSEWHERE_MS
  if (now - holder.heartbeat > SILENT_HERE_MS) return false
  try {
    process.kill(holder.pid, 0)
    return !isZombie(holder.pid)
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}

/** A process that has ended, but that nobody waited for: so it is in a container without an init process. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
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
