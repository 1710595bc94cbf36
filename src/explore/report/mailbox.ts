import type { ChildProcess } from 'node:child_process'
import { isProcessMessage, type ProcessMessage } from './process-message.ts'

/** What comes next from a process: a message, that it is gone, or nothing within the time. */
export type Mail = { readonly message: ProcessMessage } | 'gone' | 'late'

/** Takes a process's messages one by one, none is lost in between. */
export function mailbox(child: ChildProcess): { next(timeoutMs: number): Promise<Mail> } {
  const waiting: ProcessMessage[] = []
  let gone = false
  let wake = () => {}
  child.on('message', (message) => {
    if (isProcessMessage(message)) waiting.push(message)
    wake()
  })
  // After the last message, other than `exit`.
  child.once('close', () => {
    gone = true
    wake()
  })
  child.once('error', () => {
    gone = true
    wake()
  })
  return {
    async next(timeoutMs) {
      const end = performance.now() + timeoutMs
      for (;;) {
        const message = waiting.shift()
        if (message !== undefined) return { message }
        if (gone) return 'gone'
        const left = end - performance.now()
        if (left <= 0) return 'late'
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = setTimeout(resolve, left)
        await promise
        clearTimeout(timer)
      }
    },
  }
}
