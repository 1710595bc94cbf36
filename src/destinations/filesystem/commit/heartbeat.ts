import { ownPrefix } from '../keys.ts'
import type { LakeSession } from '../session.ts'

const BEAT_MS = 60_000

export const beatKey = (session: LakeSession, loadId: string): string => `${ownPrefix(session, 'beats')}${loadId}`

/** Says now and then that loads are being worked on, until it is disposed. */
export function heartbeat(session: LakeSession, loadIds: readonly string[]): AsyncDisposable {
  const { storage } = session.bucket
  const keys = loadIds.map((loadId) => beatKey(session, loadId))
  let hasBeaten = false
  let last: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    hasBeaten = true
    // A beat that is lost is followed by another.
    last = Promise.allSettled(keys.map((key) => storage.put(key, '')))
  }, BEAT_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await last
      if (hasBeaten) await Promise.allSettled(keys.map((key) => storage.delete(key)))
    },
  }
}
