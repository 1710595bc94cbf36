import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { OtherVictim } from './steps/step-counter.ts'

/** A server that can be ended at once and comes up again with what it had. */
export interface ServerVictim {
  readonly signal: OtherVictim['signal']
  /** Of the process that runs now. */
  pid(): number
  /** Cleans up behind the process that was ended, and starts another. */
  restart(): Promise<void>
}

const LOOK_MS = 20

/** Lets a server come up again after each of its ends; a file tells of them. */
export function watchVictim(
  victim: ServerVictim,
  { ended, downMs }: { readonly ended: string; readonly downMs: number },
): { readonly over: () => Promise<boolean> } {
  let isOver = false
  let wasEnded = false
  const watching = (async () => {
    while (!isOver || existsSync(ended)) {
      if (existsSync(ended)) {
        wasEnded = true
        await new Promise((next) => setTimeout(next, downMs))
        await victim.restart()
        await rm(ended, { force: true })
      }
      await new Promise((next) => setTimeout(next, LOOK_MS))
    }
  })()
  return {
    /** Waits until it runs; true where it was ended meanwhile. */
    async over() {
      isOver = true
      await watching
      return wasEnded
    },
  }
}
