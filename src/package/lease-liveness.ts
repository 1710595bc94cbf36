import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { type LeaseHolder, readLease } from './lease-holder.ts'
import { processMark, processSpace } from './process-mark.ts'
import type { WorkingFolder } from './working-folder.ts'

/** How often a holder says that it is there. */
export const HEARTBEAT_MS = 10_000
/** So many heartbeats in vain, and a holder on another machine is asked after; here, where its process is there, many more. */
const SILENT_BEATS_ELSEWHERE = 12
const SILENT_BEATS_HERE = 60
/** How long one is listened to before it counts as gone, in heartbeats. */
const LISTEN_BEATS = 2.5
const POLLS = 10

/** `silent`: only listening to it tells. */
export type Liveness = 'alive' | 'ended' | 'silent'

/** What can be said at once of a holder. Its process decides where it can be asked, whatever the clocks say. */
export function liveness(holder: LeaseHolder, now: number, beatMs: number = HEARTBEAT_MS): Liveness {
  // A time ahead of ours tells as little as one long past: one of the clocks was set.
  const age = Math.abs(now - holder.heartbeat)
  if (!isHere(holder)) return age < SILENT_BEATS_ELSEWHERE * beatMs ? 'alive' : 'silent'
  const { runs, started } = processMark(holder.pid)
  if (!runs) return 'ended'
  if (holder.started !== undefined && started !== undefined) {
    if (holder.started !== started) return 'ended'
    // Of this process itself nothing follows: it may have lost sight of a lease that it could not give back.
    if (holder.pid !== process.pid) return 'alive'
  }
  return age < SILENT_BEATS_HERE * beatMs ? 'alive' : 'silent'
}

/** Listens to a silent holder by a clock that nobody sets; true as soon as the lease changes. */
export async function hasChanged(
  folder: WorkingFolder,
  silent: LeaseHolder,
  beatMs: number = HEARTBEAT_MS,
): Promise<boolean> {
  const until = performance.now() + LISTEN_BEATS * beatMs
  while (performance.now() < until) {
    await wait((LISTEN_BEATS * beatMs) / POLLS)
    const holder = await readLease(folder)
    if (holder?.id !== silent.id || holder.heartbeat !== silent.heartbeat) return true
  }
  return false
}

function isHere({ host, space }: LeaseHolder): boolean {
  return host === hostname() && (space === undefined || space === processSpace())
}
