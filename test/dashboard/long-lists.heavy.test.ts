import { availableParallelism, loadavg } from 'node:os'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openPage } from './guarded-page.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { tables } from './worlds/many.ts'
import { pipelines } from './worlds/pipelines.ts'

const browser = useBrowser()
const MOST_MS = 200
const SCREENS = 12

/** Notes, from now on, how long the page was busy at a time and heard nothing. */
async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = []
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map((entry) => entry.duration))
    }).observe({ type: 'longtask', buffered: false })
    Reflect.set(globalThis, 'longTasks', tasks)
  })
}

/** The longest of them, of a machine that has nothing else to do. */
async function longest(page: Page): Promise<number> {
  const tasks: readonly number[] = await page.evaluate(() => Reflect.get(globalThis, 'longTasks'))
  const [load = 0] = loadavg()
  return Math.max(0, ...tasks) / Math.max(1, load / availableParallelism())
}

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
    await watchTasks(page)
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
    expect(await longest(page)).toBeLessThan(MOST_MS)
    expect(await opened.faults()).toEqual([])
  })
})

describe('a thousand pipelines', () => {
  const served = useWorld(pipelines(1000))

  test('are scrolled and searched without the page standing still', async () => {
    await using opened = await openPage(browser(), served().url)
    const { page } = opened
    await opened.visit('/')
    expect(await page.getByRole('table', { name: 'Pipelines' }).getAttribute('aria-rowcount')).toBe('1001')
    await watchTasks(page)
    await scroll(page, '[data-scroll]')
    await page.getByRole('searchbox', { name: /Find/ }).pressSequentially('0777')
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2)
    expect(await shownText(page.getByRole('table'))).toContain('sensor_0777')
    await page.getByRole('link', { name: 'sensor_0777' }).click()
    await page.waitForURL('**/p/sensor_0777')
    await opened.settled()
    expect(await longest(page)).toBeLessThan(MOST_MS)
    expect(await opened.faults()).toEqual([])
  })
})
