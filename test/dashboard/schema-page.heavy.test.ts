import { expect, test } from 'vitest'
import { openPage } from './guarded-page.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { changed } from './worlds/changed.ts'

const browser = useBrowser()
const served = useWorld(changed)
const SCHEMA = '/p/crm_pipeline/schema'

test('a table shows its columns with types, a variant beside what it varies, and leads to its rows', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(`${SCHEMA}?table=people`)
  const columns = page.getByRole('table', { name: 'Columns of people' })
  const text = await shownText(columns)
  for (const column of ['score', 'score__v_text', 'address__street', 'joined']) expect(text).toContain(column)
  expect(await shownText(columns.getByRole('row').filter({ hasText: 'joined' }))).toContain('timestamp')
  await page.getByRole('link', { name: 'Data', exact: true }).last().click()
  await page.waitForURL(/data\?table=people/)
  await opened.settled()
  expect(await opened.faults()).toEqual([])
})

test('tables are found by a part of their name and chosen by keys', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(SCHEMA)
  await page.getByRole('searchbox').fill('tags')
  const tree = page.getByRole('tree', { name: 'Tables' })
  await tree.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.waitForURL(/table=people__tags/)
  expect(await opened.faults()).toEqual([])
})

test('the diagram draws each table once, and they can be told apart without seeing', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(`${SCHEMA}?tab=diagram`)
  const diagram = page.getByLabel(/^Diagram of \d+ tables/)
  await diagram.waitFor()
  for (const table of ['people', 'people__tags', 'cities']) {
    expect(await diagram.getByText(table, { exact: true }).count()).toBeGreaterThan(0)
  }
  expect(await opened.faults()).toEqual([])
})

test('changes tell what the last load brought', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(`${SCHEMA}?tab=changes`)
  const text = await shownText(page.locator('main'))
  for (const change of ['cities', 'people__tags', 'score__v_text', 'address__zip']) expect(text).toContain(change)
  expect(await opened.faults()).toEqual([])
})

test('the schema is there as text in the form that is chosen', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(`${SCHEMA}?tab=text`)
  expect(await shownText(page.getByLabel('Schema as yaml'))).toContain('people__tags:')
  await page.getByLabel('Form').selectOption('dbml')
  expect(await shownText(page.getByLabel('Schema as dbml'))).toContain('Table')
  expect(await opened.faults()).toEqual([])
})
