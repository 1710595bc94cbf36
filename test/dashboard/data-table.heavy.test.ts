import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { connectScratch } from '../../src/duckdb/scratch.ts'
import { openPage } from './guarded-page.ts'
import { rowCount, shownColumn } from './shown-grid.ts'
import { shownText } from './shown-text.ts'
import { truth } from './truth.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { good } from './worlds/good.ts'

const browser = useBrowser()
const served = useWorld(good)
const USERS = '/p/chatbot_pipeline/data?table=users'

const rows = (sql: string) => truth(served().place, 'chatbot_pipeline', sql)
const count = async (where: string) => Number((await rows(`SELECT count(*) FROM chatbot_data.users ${where}`))[0]?.[0])

async function download(page: Page, format: string): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: format }).click()
  const file = await coming
  const target = join(served().place.folder, file.suggestedFilename())
  await file.saveAs(target)
  return target
}

test('a table has as many rows as SQL counts, sorts by a click on a name, and keeps it in the address', async () => {
  await using opened = await openPage(browser(), served().url)
  await opened.visit(USERS)
  const grid = opened.page.getByRole('grid')
  expect(await rowCount(grid)).toBe(await count(''))
  for (const direction of ['asc', 'desc'] as const) {
    await grid.getByTitle(/^conversations ·/).click()
    await opened.page.waitForURL(direction === 'asc' ? /order=conversations/ : /order=-conversations/)
    await opened.settled()
    const wanted = await rows(`SELECT conversations FROM chatbot_data.users ORDER BY 1 ${direction} LIMIT 10`)
    expect((await shownColumn(grid, 'conversations')).slice(0, 10)).toEqual(wanted.flat())
  }
  await opened.page.reload()
  await opened.settled()
  const top = await rows('SELECT max(conversations) FROM chatbot_data.users')
  expect((await shownColumn(grid, 'conversations'))[0]).toBe(top[0]?.[0])
  expect(await opened.faults()).toEqual([])
})

test('a filter leaves the rows that SQL leaves; going back takes it away', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(USERS)
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByLabel('Column', { exact: true }).selectOption('conversations')
  await page.getByLabel('Comparison').selectOption('gte')
  await page.getByLabel('Value').fill('30')
  await page.getByRole('button', { name: 'Apply filter' }).click()
  await page.getByRole('list', { name: 'Filters' }).getByText('conversations').waitFor()
  await opened.settled()
  const grid = page.getByRole('grid')
  await expect.poll(() => rowCount(grid)).toBe(await count('WHERE conversations >= 30'))
  const shown = await shownColumn(grid, 'conversations')
  expect(shown.filter((text) => Number(text) < 30)).toEqual([])
  await page.goBack()
  await opened.settled()
  await expect.poll(() => rowCount(grid)).toBe(await count(''))
  expect(await opened.faults()).toEqual([])
})

test('scrolling to the end shows the last rows, and a number leads to its row', async () => {
  await using opened = await openPage(browser(), served().url)
  await opened.visit(`${USERS}&order=id`)
  const grid = opened.page.getByRole('grid')
  await grid.focus()
  await opened.page.keyboard.press('Control+End')
  const last = await rows('SELECT id FROM chatbot_data.users ORDER BY id DESC LIMIT 1')
  await opened.page.keyboard.press('Control+Home')
  await opened.page.keyboard.press('Control+End')
  await grid.getByRole('rowheader', { name: String(await count('')), exact: true }).waitFor()
  await opened.page.keyboard.press('Home')
  await opened.settled()
  await expect.poll(async () => (await shownColumn(grid, 'id')).at(-1)).toBe(last[0]?.[0])
  await opened.page.getByLabel('Go to row').fill('300')
  await opened.page.keyboard.press('Enter')
  const wanted = await rows('SELECT id FROM chatbot_data.users ORDER BY id LIMIT 1 OFFSET 299')
  await opened.page
    .getByText(wanted[0]?.[0] ?? 'no such row', { exact: true })
    .first()
    .waitFor()
  expect(await opened.faults()).toEqual([])
})

test('Enter opens a row beside the grid, with what belongs to it; Escape closes it', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit('/p/chatbot_pipeline/data?table=stories&order=id')
  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const pane = page.getByRole('complementary', { name: 'Row 2' })
  const [story] = await rows('SELECT name, _dlt_id FROM chatbot_data.stories ORDER BY id LIMIT 1 OFFSET 1')
  expect(await shownText(pane)).toContain(story?.[0])
  await pane.getByRole('link', { name: 'stories__integrations' }).click()
  await page.waitForURL(/table=stories__integrations/)
  await opened.settled()
  const wanted = await rows(
    `SELECT value FROM chatbot_data.stories__integrations WHERE _dlt_parent_id = '${story?.[1]}'`,
  )
  expect(wanted.length).toBeGreaterThan(0)
  await expect.poll(() => rowCount(page.getByRole('grid'))).toBe(wanted.length)
  await page.goBack()
  await opened.settled()
  expect(await opened.faults()).toEqual([])
})

test('what is looked at is exported whole, as CSV and as Parquet', async () => {
  await using opened = await openPage(browser(), served().url)
  await opened.visit(`${USERS}&where=conversations.gte.20&order=id`)
  const wanted = await rows('SELECT id, conversations FROM chatbot_data.users WHERE conversations >= 20 ORDER BY id')
  const csv = await download(opened.page, 'CSV')
  expect((await readFile(csv, 'utf8')).split('\n')[0]).toContain('conversations')
  await opened.page.keyboard.press('Escape')
  const parquet = await download(opened.page, 'Parquet')
  await using connection = await connectScratch(served().place.folder)
  for (const file of [`read_csv('${csv}')`, `read_parquet('${parquet}')`]) {
    const read = await connection.rows(`SELECT id, conversations FROM ${file} ORDER BY id`)
    expect(read.map((row) => row.map(String))).toEqual(wanted)
  }
  expect(await opened.faults()).toEqual([])
})
