import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page, Request } from 'playwright-core'

const LOOK_MS = 50
/** The machine may be busy; a page that takes as long is broken. */
const PATIENCE_MS = 40_000

/** What a person's window looks like. */
export interface Window {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  /** Statuses of answers that this test provokes. */
  readonly refusals?: readonly number[]
}

/** A page whose faults are noted: errors, requests that leave this machine, what its content security policy forbids. */
export interface GuardedPage extends AsyncDisposable {
  readonly page: Page
  /** Goes to a path of the dashboard and waits until it is settled. */
  visit(path: string): Promise<void>
  /** Resolves once the page waits for no answer any more and draws nothing that says so. */
  settled(): Promise<void>
  /** What must not have happened. */
  faults(): Promise<readonly string[]>
}

/** Opens the dashboard as a person does, by the URL with the token. */
export async function openPage(browser: Browser, url: string, window: Window = {}): Promise<GuardedPage> {
  const { width = 1440, height = 900, theme = 'light', refusals = [] } = window
  const { origin } = new URL(url)
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, acceptDownloads: true })
  context.setDefaultTimeout(PATIENCE_MS)
  const noted: string[] = []
  const underWay = new Set<Request>()
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`Content Security Policy: ${violatedDirective} ${blockedURI}`)
    })
  })
  context.on('request', (request) => {
    // Events come as long as a page is open.
    if (request.resourceType() !== 'eventsource') underWay.add(request)
    const to = new URL(request.url())
    if (to.origin !== origin && to.protocol !== 'data:' && to.protocol !== 'blob:') noted.push(`asked ${to.href}`)
  })
  context.on('requestfinished', (request) => underWay.delete(request))
  context.on('requestfailed', (request) => underWay.delete(request))
  context.on('response', (response) => {
    const status = response.status()
    if (status >= 400 && !refusals.includes(status)) noted.push(`${status} from ${new URL(response.url()).pathname}`)
  })
  context.on('console', (message) => {
    const text = message.text()
    // Of an answer, which was looked at above.
    if (message.type() !== 'error' || text.startsWith('Failed to load resource: the server responded')) return
    noted.push(`console: ${text}`)
  })
  context.on('weberror', (error) => noted.push(`uncaught: ${error.error().stack ?? error.error().message}`))
  const page = await context.newPage()
  const settled = async () => {
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    for (let quiet = 0; quiet < 3; quiet = underWay.size === 0 ? quiet + 1 : 0) {
      await page.waitForFunction(
        () => document.querySelector('.skeleton, .spinner, [aria-busy="true"]:not([data-lasting])') === null,
      )
      await wait(LOOK_MS)
    }
  }
  await page.goto(url)
  return {
    page,
    settled,
    async visit(path) {
      await page.goto(origin + path)
      await settled()
    },
    async faults() {
      const attacked = await page.evaluate(() => Reflect.get(globalThis, 'attacked'))
      return attacked === undefined ? noted : [...noted, 'markup in the data ran']
    },
    async [Symbol.asyncDispose]() {
      await context.close()
    },
  }
}
