import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPage } from './guarded-page.ts'
import { rowCount } from './shown-grid.ts'
import { shownText } from './shown-text.ts'
import { truth } from './truth.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { good } from './worlds/good.ts'

const browser = useBrowser()
const served = useWorld(good)
const OF = '/p/chatbot_pipeline'

interface Focus {
  readonly name: string
  readonly isSeen: boolean
}

/** What has the focus, and whether that can be seen. */
function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return { name: '', isSeen: false }
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    const hasSign = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    const name = element.getAttribute('aria-label') ?? element.textContent ?? ''
    return { name: name.trim(), isSeen: element.matches(':focus-visible') && hasSign }
  })
}

test('Tab goes from what skips the navigation through it into the page, and the focus is always seen', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(OF)
  const met: Focus[] = []
  for (let step = 0; step < 24; step += 1) {
    await page.keyboard.press('Tab')
    met.push(await focus(page))
  }
  expect(met[0]?.name).toMatch(/skip|content/i)
  const names = met.map((one) => one.name)
  const at = (part: RegExp) => names.findIndex((name) => part.test(name))
  expect([at(/^Pipelines/), at(/^Overview/), at(/^Trace/), at(/^Look at the data/)]).toEqual(
    [at(/^Pipelines/), at(/^Overview/), at(/^Trace/), at(/^Look at the data/)].toSorted((a, b) => a - b),
  )
  expect(at(/^Look at the data/)).toBeGreaterThan(0)
  expect(met.filter((one) => !one.isSeen)).toEqual([])
  expect(await opened.faults()).toEqual([])
})

test('keys alone lead through the pages: lists, rows of a grid, what is beside them and back', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await opened.visit('/')
  await press('j', 'Enter')
  await page.waitForURL(`**${OF}`)
  await opened.settled()
  await press('?')
  await page.getByRole('dialog').waitFor()
  await press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await press('g', 'l')
  await page.waitForURL(/\/loads$/)
  await opened.settled()
  await press('j', 'j', 'Enter')
  await page.waitForURL(/load=/)
  await page.getByRole('region', { name: /^Load / }).waitFor()
  await press('Escape')
  await page.waitForURL(/\/loads$/)

  await press('g', 's')
  await page.waitForURL(/\/schema/)
  await opened.settled()
  await page.getByRole('tree', { name: 'Tables' }).focus()
  await press('End', 'Enter')
  await page.waitForURL(/table=/)

  await press('g', 'd')
  await page.waitForURL(/\/data/)
  await opened.settled()
  const grid = page.getByRole('grid')
  await grid.focus()
  const active = () => grid.getAttribute('aria-activedescendant')
  const first = await active()
  await press('ArrowDown', 'ArrowRight')
  await expect.poll(active).not.toBe(first)
  await press('Enter')
  await page.getByRole('complementary', { name: 'Row 2' }).waitFor()
  await press('Escape')
  await page.getByRole('complementary', { name: /^Row/ }).waitFor({ state: 'detached' })
  expect(await grid.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  expect(await opened.faults()).toEqual([])
})

test('a theme that is chosen stays over a reload and on other pages', async () => {
  await using opened = await openPage(browser(), served().url, { theme: 'light' })
  const { page } = opened
  await opened.visit(OF)
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await page.getByRole('button', { name: /Change to light/ }).click()
  expect(await background()).toBe(light)
  await page.getByRole('button', { name: /Change to dark/ }).click()
  await expect.poll(background).not.toBe(light)
  const dark = await background()
  await page.reload()
  await opened.settled()
  expect(await background()).toBe(dark)
  await opened.visit(`${OF}/loads`)
  expect(await background()).toBe(dark)
  await page.getByRole('button', { name: /Change to as the system/ }).click()
  await expect.poll(background).toBe(light)
  expect(await opened.faults()).toEqual([])
})

test('the rows of one load are had by an address, and counted beside it', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  const loads = await truth(
    served().place,
    'chatbot_pipeline',
    'SELECT _dlt_load_id, count(*) FROM chatbot_data.users GROUP BY 1 ORDER BY 1',
  )
  expect(loads.length).toBe(3)
  const [loadId, rows] = loads[1] ?? []
  await opened.visit(`${OF}/data?table=users&load=${loadId}`)
  await expect.poll(() => rowCount(page.getByRole('grid'))).toBe(Number(rows))
  await opened.visit(`${OF}/loads?load=${loadId}`)
  const there = page.getByRole('region', { name: `Load ${loadId}` })
  await expect.poll(() => shownText(there)).toContain(Number(rows).toLocaleString('en'))
  expect(await opened.faults()).toEqual([])
})
