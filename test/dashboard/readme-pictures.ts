// The pictures of README, anew: what the sandbox of ChatBot gives, as the dashboard shows it.
// node test/dashboard/readme-pictures.ts [picture …]
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { setup as buildPage } from './build-page.ts'
import { type GuardedPage, openPage } from './guarded-page.ts'
import { openBrowser } from './open-browser.ts'
import { serveWorld } from './serve-world.ts'
import { demo } from './worlds/demo.ts'
import { good } from './worlds/good.ts'
import { running } from './worlds/running.ts'
import type { Place, World } from './worlds/world.ts'

const SIZE = { width: 1280, height: 800 }
const AT_MOST = 200_000
/** How many refusals a run has met when its picture is taken: plots want some history. */
const WAITS = 4
const STATEMENT = `SELECT attributes__default_language AS language, count(*) AS users, sum(conversations) AS conversations
FROM users
GROUP BY language
ORDER BY users DESC`
const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures')

interface Picture {
  readonly name: string
  readonly make: (place: Place) => Promise<World>
  readonly path: string
  /** What is done before it is taken. */
  readonly before?: (opened: GuardedPage) => Promise<void>
}

const PICTURES: readonly Picture[] = [
  { name: 'overview', make: good, path: '/p/chatbot_pipeline' },
  {
    name: 'live',
    make: running,
    path: '/p/chatbot_pipeline/live',
    async before({ page }) {
      await page.getByText(new RegExp(`\\b${WAITS} refused`)).waitFor({ timeout: 120_000 })
    },
  },
  { name: 'schema', make: demo, path: '/p/chatbot_pipeline/schema?tab=diagram' },
  {
    name: 'data',
    make: good,
    path: `/p/chatbot_pipeline/data?sql=${encodeURIComponent(STATEMENT)}`,
    async before({ page, settled }) {
      await page.getByRole('textbox', { name: 'SQL statement' }).click()
      await page.keyboard.press('Control+Enter')
      await page.getByRole('grid', { name: 'Result' }).waitFor()
      await page.getByRole('button', { name: 'Chart', exact: true }).click()
      await page.getByRole('region', { name: 'Chart' }).locator('svg, canvas').first().waitFor()
      await page.getByLabel('Mark').selectOption('bar')
      await settled()
    },
  },
]

const asked = process.argv.slice(2)
await buildPage()
await mkdir(FOLDER, { recursive: true })
const browser = await openBrowser()
try {
  for (const picture of PICTURES) if (asked.length === 0 || asked.includes(picture.name)) await take(browser, picture)
} finally {
  await browser.close()
}

async function take(browser: Browser, { name, make, path, before }: Picture): Promise<void> {
  await using served = await serveWorld(make)
  // Of a file that a run is writing to, some of what is asked is not to be had.
  await using opened = await openPage(browser, served.url, { ...SIZE, refusals: [409] })
  await opened.visit(path)
  await before?.(opened)
  const file = join(FOLDER, `${name}.png`)
  await opened.page.screenshot({ path: file, animations: 'disabled' })
  const { size } = await stat(file)
  console.log(`${file}: ${Math.round(size / 1000)} kB`)
  const faults = [...(await opened.faults()), ...(size > AT_MOST ? [`${size} bytes are more than ${AT_MOST}`] : [])]
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('\n')}`)
}
