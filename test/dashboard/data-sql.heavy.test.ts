import { expect, test } from 'vitest'
import { openPage } from './guarded-page.ts'
import { rowCount, shownColumn } from './shown-grid.ts'
import { shownText } from './shown-text.ts'
import { truth } from './truth.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { good } from './worlds/good.ts'
import { writeSql } from './write-sql.ts'

const browser = useBrowser()
const served = useWorld(good)
const SQL = '/p/chatbot_pipeline/data?sql='
const COUNTED = 'SELECT conversations AS n, count(*) AS users FROM users GROUP BY ALL ORDER BY n'

test('a statement is run by its keys, gives what SQL gives, and is in the address and the history', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(SQL)
  await writeSql(page, COUNTED)
  await page.keyboard.press('Control+Enter')
  const grid = page.getByRole('grid', { name: 'Result' })
  await grid.waitFor()
  await opened.settled()
  const wanted = await truth(
    served().place,
    'chatbot_pipeline',
    COUNTED.replace('users GROUP', 'chatbot_data.users GROUP'),
  )
  expect(await rowCount(grid)).toBe(wanted.length)
  expect((await shownColumn(grid, 'users')).slice(0, 8)).toEqual(wanted.slice(0, 8).map((row) => row[1]))
  expect(new URL(page.url()).searchParams.get('sql')).toBe(COUNTED)
  await page.reload()
  await opened.settled()
  expect(await shownText(page.getByRole('textbox', { name: 'SQL statement' }))).toContain('GROUP BY ALL')
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByLabel('Find a statement').fill('group by')
  expect(await shownText(page.locator('.query-history'))).toContain(`${wanted.length} rows`)
  expect(await opened.faults()).toEqual([])
})

test('names of tables and columns are completed', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(SQL)
  await page.getByRole('textbox', { name: 'SQL statement' }).click()
  await page.keyboard.type('SELECT * FROM welc')
  await page
    .getByRole('option', { name: /welcome_interaction/ })
    .first()
    .waitFor()
  expect(await opened.faults()).toEqual([])
})

test.each([
  ['writes', 'DELETE FROM users', /read/i],
  ['reads a file', "SELECT * FROM read_csv('/etc/passwd')", /./],
  ['is two', 'SELECT 1; SELECT 2', /one/i],
  ['is wrong', 'SELECT no_such_column FROM users', /no_such_column/],
])('a statement that %s is refused in words', async (_what, sql, said) => {
  await using opened = await openPage(browser(), served().url, { refusals: [400, 403, 502] })
  const { page } = opened
  await opened.visit(SQL)
  await writeSql(page, sql)
  await page.keyboard.press('Control+Enter')
  expect(await shownText(page.getByRole('alert'))).toMatch(said)
  expect(await page.getByRole('grid').count()).toBe(0)
  expect(await truth(served().place, 'chatbot_pipeline', 'SELECT count(*) > 0 FROM chatbot_data.users')).toEqual([
    ['true'],
  ])
  expect(await opened.faults()).toEqual([])
})

test('a result that is cut short says so', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(SQL)
  await page.getByLabel('At most').selectOption('100')
  await writeSql(page, 'SELECT id FROM users')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const grid = page.getByRole('grid', { name: 'Result' })
  await grid.waitFor()
  expect(await rowCount(grid)).toBe(100)
  expect(await shownText(page.locator('.grid-status'))).toMatch(/100 rows/)
  expect(await opened.faults()).toEqual([])
})

test('a statement that would not end is cancelled', async () => {
  await using opened = await openPage(browser(), served().url, { refusals: [504] })
  const { page } = opened
  await opened.visit(SQL)
  await writeSql(page, 'SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
  await writeSql(page, 'SELECT 42 AS answer')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('gridcell', { name: '42' }).waitFor()
  expect(await opened.faults()).toEqual([])
})

test('a result is drawn as a chart', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit(SQL)
  await writeSql(page, COUNTED)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('grid', { name: 'Result' }).waitFor()
  await page.getByRole('button', { name: 'Chart', exact: true }).click()
  const chart = page.getByRole('region', { name: 'Chart' })
  await chart.locator('svg, canvas').first().waitFor()
  await opened.settled()
  expect(await opened.faults()).toEqual([])
})
