import { expect, test } from 'vitest'
import { openPage } from './guarded-page.ts'
import { pagePaths } from './page-paths.ts'
import { shownColumn } from './shown-grid.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { ATTACK, odd } from './worlds/odd.ts'

const browser = useBrowser()
const served = useWorld(odd)

test('names, values and errors that look like markup are text on every page', async () => {
  await using opened = await openPage(browser(), served().url)
  for (const path of [
    ...Object.values(pagePaths('odd_pipeline')),
    '/p/odd_pipeline/schema?tab=diagram',
    '/p/odd_pipeline/schema?tab=changes',
    '/p/odd_pipeline/schema?tab=text',
  ]) {
    await opened.visit(path)
  }
  expect(await opened.faults()).toEqual([])
})

test('a value that looks like markup is read as it is, in the grid and beside it', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit('/p/odd_pipeline/data')
  const grid = page.getByRole('grid')
  expect(await shownColumn(grid, 'id')).toEqual(['1', '2', '3'])
  expect(await grid.getByRole('gridcell', { name: ATTACK, exact: true }).count()).toBe(1)
  await grid.getByRole('gridcell', { name: ATTACK, exact: true }).dblclick()
  expect(await shownText(page.getByRole('complementary', { name: 'Row 1' }))).toContain(ATTACK)
  expect(await opened.faults()).toEqual([])
})

test('a table with a slash, a percent and an umlaut in its name is reached by its link', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit('/p/odd_pipeline/data')
  await page.getByRole('treeitem', { name: /Tische & Stühle\/100%/ }).click()
  await page.waitForURL(/table=Tische/)
  await opened.settled()
  expect(await shownColumn(page.getByRole('grid'), 'big')).toEqual(['9007199254740993'])
  expect(await opened.faults()).toEqual([])
})
