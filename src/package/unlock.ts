import { type LeaseOptions, removeStale } from './lease.ts'
import { type LeaseHolder, readLease } from './lease-holder.ts'
import { HEARTBEAT_MS, hasChanged, liveness } from './lease-liveness.ts'
import { lockedError } from './locked-error.ts'
import type { WorkingFolder } from './working-folder.ts'

export interface UnlockOptions {
  /** true: also from a process that is alive. Its run stops before it seals or loads anything further. Default false. */
  readonly force?: boolean
}

/** From whom a lease was taken. */
export interface Unlocked {
  /** Undefined: nobody held it. */
  readonly from?: LeaseHolder
  /** true: its process was alive, or was heard of a moment ago. */
  readonly wasAlive: boolean
}

/**
 * Takes the lease from its holder.
 * @throws ConfigError `locked` where the holder is alive and nothing is forced.
 */
export async function unlock(
  folder: WorkingFolder,
  options: UnlockOptions & Pick<LeaseOptions, 'now' | 'beatMs'>,
): Promise<Unlocked> {
  const { now, force = false, beatMs = HEARTBEAT_MS } = options
  const from = await readLease(folder)
  if (from === undefined) {
    await removeStale(folder, undefined)
    return { wasAlive: false }
  }
  const wasAlive = await isAlive(folder, from, { now: now(), beatMs, listen: !force })
  if (wasAlive && !force) throw lockedError(folder, from, now())
  await removeStale(folder, from)
  return { from, wasAlive }
}

async function isAlive(
  folder: WorkingFolder,
  holder: LeaseHolder,
  by: { readonly now: number; readonly beatMs: number; readonly listen: boolean },
): Promise<boolean> {
  const state = liveness(holder, by.now, by.beatMs)
  if (state !== 'silent') return state === 'alive'
  return by.listen && (await hasChanged(folder, holder, by.beatMs))
}
