import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'

const CATEGORIES = ['toplevel', 'blink.user_timing']
/** Until the page's process has heard that it is to tell. */
const HEARD_MS = 500
const BEGIN = 'the work begins'
const END = 'the work ends'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds that the processor worked on it: those of other programs are not in them. */
  readonly tdur?: number
}

/**
 * The longest time in milliseconds that the page worked at one thing and would not have heard a key, while `work` went on. The page
 * must not be left for one that another process draws.
 */
export async function longestTask(browser: Browser, page: Page, work: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: CATEGORIES })
  let trace: Buffer
  try {
    await wait(HEARD_MS)
    await page.evaluate((name) => performance.mark(name), BEGIN)
    await work()
    await page.evaluate((name) => performance.mark(name), END)
  } finally {
    trace = await browser.stopTracing()
  }
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString())
  const begun = traceEvents.find(({ name }) => name === BEGIN)
  const ended = traceEvents.find(({ name }) => name === END)
  if (begun === undefined || ended === undefined || threadOf(begun) !== threadOf(ended))
    throw new Error('the browser did not tell of all that the page worked at')
  // Of some tasks the browser tells only a part, such as what their promises led to.
  return traceEvents
    .filter((event) => threadOf(event) === threadOf(begun))
    .reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1_000), 0)
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`
}
