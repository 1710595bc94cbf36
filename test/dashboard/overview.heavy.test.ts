import { describe, expect, test } from 'vitest'
import { readTrace } from '../../src/inspect.ts'
import { openPage } from './guarded-page.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { unauthorized } from './worlds/failed.ts'
import { good } from './worlds/good.ts'

const browser = useBrowser()

describe('the overview of a good load', () => {
  const served = useWorld(good)

  test('says in a sentence and table by table what the run reported', async () => {
    const { url, place } = served()
    const { rowCounts = {} } = (await readTrace('chatbot_pipeline', place)) ?? {}
    const own = Object.entries(rowCounts).filter(([table]) => !table.startsWith('_dlt'))
    const total = own.reduce((sum, [, rows]) => sum + rows, 0)
    const tables = own.filter(([, rows]) => rows > 0).length
    await using opened = await openPage(browser(), url)
    await opened.visit('/p/chatbot_pipeline')
    const { page } = opened
    const last = page.getByRole('region', { name: 'Last run', exact: true })
    expect(await shownText(last)).toContain(`Loaded ${total} rows into ${tables} tables`)
    const shown = page.getByRole('list', { name: 'Rows per table' }).getByRole('listitem')
    for (const [table, rows] of own) {
      if (rows === 0) continue
      const line = shown.filter({ has: page.getByTitle(table, { exact: true }) })
      expect([table, await line.locator('.bar-text').textContent()]).toEqual([table, `${rows}`])
    }
    expect(await opened.faults()).toEqual([])
  })

  test('answers the five questions well, without anything being asked of it', async () => {
    await using opened = await openPage(browser(), served().url)
    await opened.visit('/p/chatbot_pipeline')
    const checks = opened.page.locator('#checks').getByRole('listitem').locator('summary')
    const texts = await checks.allInnerTexts()
    expect(texts).toHaveLength(5)
    expect(texts.filter((text) => !text.startsWith('good'))).toEqual([])
    expect(await opened.faults()).toEqual([])
  })

  test('leads to a table’s rows, and back', async () => {
    await using opened = await openPage(browser(), served().url)
    await opened.visit('/p/chatbot_pipeline')
    const { page } = opened
    await page.getByRole('list', { name: 'Rows per table' }).getByRole('link', { name: 'stories', exact: true }).click()
    await page.waitForURL('**/p/chatbot_pipeline/data?table=stories')
    await opened.settled()
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('9')
    await page.goBack()
    await opened.settled()
    expect(new URL(page.url()).pathname).toBe('/p/chatbot_pipeline')
    expect(await opened.faults()).toEqual([])
  })

  test('is reached from the list of pipelines, which is searched', async () => {
    await using opened = await openPage(browser(), served().url)
    await opened.visit('/')
    const { page } = opened
    await page.getByRole('searchbox').fill('nothing of this name')
    await page.getByText('No pipeline matches').waitFor()
    await page.getByRole('searchbox').fill('chatbot')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/p/chatbot_pipeline')
    await opened.settled()
    expect(await page.title()).toContain('chatbot_pipeline')
    expect(await opened.faults()).toEqual([])
  })
})

describe('the overview of a run that failed', () => {
  const served = useWorld(unauthorized)

  test('says what went wrong, what to do, and which rows are there from before', async () => {
    const { url, place } = served()
    const trace = await readTrace('chatbot_pipeline', place)
    await using opened = await openPage(browser(), url)
    await opened.visit('/p/chatbot_pipeline')
    const { page } = opened
    const last = page.getByRole('region', { name: 'Last run', exact: true })
    expect(await shownText(last)).toContain('The last run failed')
    const alert = await shownText(last.getByRole('alert'))
    expect(alert).toContain('the API answered 401 Unauthorized')
    expect(trace?.error?.hint).toBeTruthy()
    expect(alert.replaceAll(/\s+/g, ' ')).toContain(trace?.error?.hint?.replaceAll(/\s+/g, ' '))
    const rows = page.getByRole('list', { name: 'Rows per table' })
    expect(await shownText(rows.getByRole('listitem').filter({ hasText: 'users' }).first())).toContain('90')
    expect(await shownText(page.locator('body'))).not.toContain('a-token-that-was-revoked')
    expect(await opened.faults()).toEqual([])
  })
})
