import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Logger } from '../log/logger.ts'
import { deleteLease, LEASE, type LeaseHolder, newHolder, readLease, writeBeat } from './lease-holder.ts'
import { HEARTBEAT_MS, hasChanged, liveness } from './lease-liveness.ts'
import { lockedError } from './locked-error.ts'
import type { WorkingFolder } from './working-folder.ts'

const CLAIM = 'lease-takeover'
/** A takeover takes milliseconds; one that lasts so long died in the middle. */
const CLAIM_MS = 10_000
const CLAIM_POLL_MS = 20

/** Held while a run works in the folder; disposing gives it back. */
export interface Lease extends AsyncDisposable {
  readonly holder: LeaseHolder
  /** Aborted with the error `lease_lost` as soon as a heartbeat finds another holder, or none. */
  readonly signal: AbortSignal
  /** Looks again. @throws ConfigError `lease_lost`. */
  assertHeld(): Promise<void>
}

export interface LeaseOptions {
  /** Milliseconds since the epoch; only shown to people and to machines that cannot ask after the process. */
  readonly now: () => number
  readonly logger: Logger
  /** How often the holder says that it is there. Default 10,000. */
  readonly beatMs?: number
}

/**
 * Keeps two runs of one pipeline apart. The lease of a dead process is taken over.
 * @throws ConfigError code `locked` that names the holder, `lease_unreadable`. The command line exits 5 for the first.
 */
export async function takeLease(folder: WorkingFolder, options: LeaseOptions): Promise<Lease> {
  const { now, beatMs = HEARTBEAT_MS } = options
  const holder = newHolder(now())
  while (!(await folder.storage.putIfAbsent(LEASE, JSON.stringify(holder)))) {
    const other = await readLease(folder)
    if (other !== undefined) {
      const state = liveness(other, now(), beatMs)
      if (state === 'alive') throw lockedError(folder, other, now())
      if (state === 'silent' && (await hasChanged(folder, other, beatMs))) {
        const heard = await readLease(folder)
        if (heard?.id === other.id) throw lockedError(folder, heard, now())
        continue
      }
    }
    await removeStale(folder, other)
  }
  // Of a takeover that was killed behind its last step; whoever claims now finds this lease and leaves it alone.
  await folder.storage.delete(CLAIM)
  return holdLease(folder, holder, options)
}

function holdLease(folder: WorkingFolder, holder: LeaseHolder, options: LeaseOptions): Lease {
  const { now, logger, beatMs = HEARTBEAT_MS } = options
  const lost = new AbortController()
  let isSilent = false
  let beating = Promise.resolve()

  async function look(): Promise<boolean> {
    const found = await readLease(folder)
    const isMine = found?.id === holder.id
    if (!isMine && !lost.signal.aborted) lost.abort(lostError(folder, found))
    return isMine
  }

  async function beat(): Promise<void> {
    try {
      if (!(await look())) return
      await writeBeat(folder, holder.id, now())
      isSilent = false
    } catch (error) {
      // A run outlives a disk that is full for a while; said once, not every ten seconds.
      if (!isSilent) logger.warn('the heartbeat of the lease was not written', { pipeline: folder.pipeline, error })
      isSilent = true
    }
  }

  const timer = setInterval(() => {
    beating = beating.then(beat)
  }, beatMs)
  timer.unref()
  return {
    holder,
    signal: lost.signal,
    async assertHeld() {
      lost.signal.throwIfAborted()
      await look()
      lost.signal.throwIfAborted()
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await beating
      try {
        if (await look()) await deleteLease(folder)
      } catch (error) {
        // It ends with the process anyway, and must not hide how the run ended.
        logger.warn('the lease was not given back', { pipeline: folder.pipeline, error })
      }
    },
  }
}

/**
 * Deletes a stale lease. Only who puts the claim may, after looking again: else the second of two that found it stale
 * would delete the new lease of the first.
 */
export async function removeStale(folder: WorkingFolder, stale: LeaseHolder | undefined): Promise<void> {
  const { storage } = folder
  const mine = randomUUID()
  if (!(await storage.putIfAbsent(CLAIM, mine))) return awaitClaim(folder)
  try {
    if ((await readLease(folder))?.id === stale?.id) await deleteLease(folder)
  } finally {
    await storage.delete(CLAIM)
  }
}

/** Waits until who took the claim is done; it is deleted where it stays, by a clock that nobody sets. */
async function awaitClaim({ storage }: WorkingFolder): Promise<void> {
  const read = async () => {
    const bytes = await storage.get(CLAIM)
    return bytes && new TextDecoder().decode(bytes)
  }
  const claimed = await read()
  const until = performance.now() + CLAIM_MS
  while (claimed !== undefined && performance.now() < until) {
    await wait(CLAIM_POLL_MS)
    if ((await read()) !== claimed) return
  }
  if (claimed !== undefined) await storage.delete(CLAIM)
}

function lostError(folder: WorkingFolder, other: LeaseHolder | undefined): ConfigError {
  const who = other === undefined ? 'somebody unlocked it' : `process ${other.pid} on ${other.host} has it now`
  return new ConfigError(`this run of pipeline ${folder.pipeline} lost its lease: ${who}`, {
    code: 'lease_lost',
    hint: 'It stopped before it could write beside the other run; what was sealed is loaded by the next one.',
    context: { pipeline: folder.pipeline, file: folder.storage.localPath(LEASE) },
  })
}
