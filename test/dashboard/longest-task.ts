import type { Browser, Page } from 'playwright-core'

const CATEGORIES = ['toplevel', '__metadata']

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds that the processor worked on it: those of other programs are not in them. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** The longest time in milliseconds that the page worked at one thing and would not have heard a key, while `work` went on. */
export async function longestTask(browser: Browser, page: Page, work: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: CATEGORIES })
  let trace: Buffer
  try {
    await work()
  } finally {
    trace = await browser.stopTracing()
  }
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString())
  const pages = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  )
  // Of some tasks the browser tells only a part, such as what their promises led to.
  const times = traceEvents
    .filter((event) => pages.has(threadOf(event)))
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1_000]))
  if (times.length === 0) throw new Error('the browser told of no task of the page and its time')
  return Math.max(...times)
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`
}
