import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { ConfigError } from '../errors/tolva-error.ts'
import { isErrno } from '../storage/errno.ts'
import { processMark, processSpace } from './process-mark.ts'
import type { WorkingFolder } from './working-folder.ts'

/** Key of the lease's file. It is made once and never written again, so that nobody writes over another's. */
export const LEASE = 'lease.json'
/** Key of the holder's last heartbeat. */
const BEAT = 'lease-beat.json'

export interface LeaseHolder {
  /** Of this very lease. */
  readonly id: string
  readonly pid: number
  readonly host: string
  /** Milliseconds since the epoch, by the holder's clock. */
  readonly since: number
  readonly heartbeat: number
  /** When the process started, as the system counts it; with it a process that got the same number later is told apart. */
  readonly started?: string
  /** To which start of which machine or container the number belongs. */
  readonly space?: string
}

/** This process as a holder. */
export function newHolder(now: number): LeaseHolder {
  const { started } = processMark(process.pid)
  const space = processSpace()
  return {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    since: now,
    heartbeat: now,
    ...(started !== undefined && { started }),
    ...(space !== undefined && { space }),
  }
}

/**
 * Who holds the lease; undefined: nobody, or a file that says nothing.
 * @throws ConfigError `lease_unreadable` where the file is there and cannot be read.
 */
export async function readLease({ storage }: Pick<WorkingFolder, 'storage'>): Promise<LeaseHolder | undefined> {
  const holder = await readJson(storage, LEASE)
  if (!isHolder(holder)) return undefined
  const beat = await readJson(storage, BEAT)
  return isBeat(beat) && beat.id === holder.id ? { ...holder, heartbeat: beat.heartbeat } : holder
}

/** Says that the holder is there. */
export async function writeBeat({ storage }: Pick<WorkingFolder, 'storage'>, id: string, now: number): Promise<void> {
  await storage.put(BEAT, JSON.stringify({ id, heartbeat: now } satisfies Beat))
}

type Beat = Pick<LeaseHolder, 'id' | 'heartbeat'>

async function readJson(storage: WorkingFolder['storage'], key: string): Promise<unknown> {
  let bytes: Uint8Array | undefined
  try {
    bytes = await storage.get(key)
  } catch (error) {
    throw unreadable(storage, error)
  }
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** Deletes a lease. @throws ConfigError `lease_unreadable` where its file is none. */
export async function deleteLease({ storage }: Pick<WorkingFolder, 'storage'>): Promise<void> {
  try {
    await storage.delete(LEASE)
    await storage.delete(BEAT)
  } catch (error) {
    if (!isErrno(error, 'ERR_FS_EISDIR', 'EISDIR')) throw error
    throw unreadable(storage, error)
  }
}

function unreadable(storage: WorkingFolder['storage'], cause: unknown): ConfigError {
  const file = storage.localPath(LEASE)
  return new ConfigError(`whether another run is going on is not known: ${file} cannot be read`, {
    code: 'lease_unreadable',
    hint: `Make sure that nothing runs, then delete ${file}; or give this user the folder (chown).`,
    context: { file },
    cause,
  })
}

function isBeat(value: unknown): value is Beat {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'heartbeat' in value &&
    typeof value.heartbeat === 'number'
  )
}

function isHolder(value: unknown): value is LeaseHolder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'since' in value &&
    typeof value.since === 'number' &&
    'heartbeat' in value &&
    typeof value.heartbeat === 'number' &&
    (!('started' in value) || typeof value.started === 'string') &&
    (!('space' in value) || typeof value.space === 'string')
  )
}
