import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openPage } from './guarded-page.ts'
import { longestTask } from './longest-task.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { tables } from './worlds/many.ts'
import { pipelines } from './worlds/pipelines.ts'

const browser = useBrowser()
const MOST_MS = 200
const SCREENS = 12

/** Scrolls down by screens, waiting for each picture. */
async function scroll(page: Page, selector: string): Promise<void> {
  await page.evaluate(
    async ({ selector, screens }) => {
      const place = document.querySelector(selector)
      if (place === null) throw new Error(`nothing is ${selector}`)
      for (let screen = 0; screen < screens; screen += 1) {
        place.scrollBy(0, place.clientHeight)
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      }
    },
    { selector, screens: SCREENS },
  )
}

describe('a thousand tables', () => {
  const served = useWorld(tables(1000))

  test('are scrolled, searched and left without the page standing still', async () => {
    await using opened = await openPage(browser(), served().url)
    const { page } = opened
    await opened.visit('/p/erp_pipeline/schema')
    const longest = await longestTask(browser(), page, async () => {
      await scroll(page, '[role="tree"]')
      await page.getByRole('searchbox', { name: /Find among/ }).pressSequentially('shipments_09')
      await expect.poll(() => page.getByRole('treeitem').first().textContent()).toMatch(/shipments_09/)
      await page.keyboard.press('Escape')
      await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
      for (const [key, path] of Object.entries({ d: '/data', t: '/trace', o: '/erp_pipeline', s: '/schema' })) {
        await page.keyboard.press('g')
        await page.keyboard.press(key)
        await page.waitForURL(({ pathname }) => pathname.endsWith(path))
        await opened.settled()
      }
    })
    expect(longest).toBeLessThan(MOST_MS)
    expect(await opened.faults()).toEqual([])
  })

  test('are shown on the overview, all of them, when they are asked for', async () => {
    await using opened = await openPage(browser(), served().url)
    const { page } = opened
    await opened.visit('/p/erp_pipeline')
    const card = (title: string) => page.locator('section').filter({ has: page.getByRole('heading', { name: title }) })
    const tables = card('Rows per table')
    const changes = card('Worth knowing')
    expect(await changes.locator('li').count()).toBeLessThan(20)
    const longest = await longestTask(browser(), page, async () => {
      await tables.getByRole('button', { name: /Show all/ }).click()
      await expect.poll(() => tables.locator('li').count()).toBeGreaterThanOrEqual(1000)
      await changes.getByText(/^[\d,]+ more$/).click()
      await expect.poll(() => changes.locator('li').count()).toBeGreaterThanOrEqual(1000)
    })
    expect(longest).toBeLessThan(MOST_MS)
    expect(await opened.faults()).toEqual([])
  })
})

test('a page that stands still is noticed', async () => {
  await using page = await browser().newPage()
  const longest = await longestTask(browser(), page, async () => {
    await page.evaluate((ms) => {
      for (const end = performance.now() + ms; performance.now() < end; );
    }, MOST_MS * 10)
  })
  expect(longest).toBeGreaterThan(MOST_MS)
})

describe('a thousand pipelines', () => {
  const served = useWorld(pipelines(1000))

  test('are scrolled and searched without the page standing still', async () => {
    await using opened = await openPage(browser(), served().url)
    const { page } = opened
    await opened.visit('/')
    expect(await page.getByRole('table', { name: 'Pipelines' }).getAttribute('aria-rowcount')).toBe('1001')
    const longest = await longestTask(browser(), page, async () => {
      await scroll(page, '[data-scroll]')
      await page.getByRole('searchbox', { name: /Find/ }).pressSequentially('0777')
      await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2)
      expect(await shownText(page.getByRole('table'))).toContain('sensor_0777')
      await page.getByRole('link', { name: 'sensor_0777' }).click()
      await page.waitForURL('**/p/sensor_0777')
      await opened.settled()
    })
    expect(longest).toBeLessThan(MOST_MS)
    expect(await opened.faults()).toEqual([])
  })
})
