import { describe, expect, test } from 'vitest'
import { readTrace } from '../../src/inspect.ts'
import { openPage } from './guarded-page.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { killed, running } from './worlds/running.ts'

const browser = useBrowser()
/** Of a file that the run is just writing to. */
const HELD = [409]

describe('a run that goes on', () => {
  const served = useWorld(running)

  test('is followed on the page from the middle to its end, and the pages beside it notice the end', async () => {
    const { url, world, place } = served()
    await using live = await openPage(browser(), url, { refusals: HELD })
    await live.visit('/p/chatbot_pipeline/live')
    const totals = live.page.getByRole('region', { name: 'Totals' })
    const rows = async () =>
      Number(
        await totals
          .locator('.stat')
          .filter({ hasText: 'Rows' })
          .first()
          .getAttribute('title')
          .then((text) => text?.replaceAll(',', '')),
      )
    expect(await shownText(live.page.locator('.page-head'))).toContain(`process ${world.pid}`)
    const before = await rows()
    await expect.poll(rows, { timeout: 20_000 }).toBeGreaterThan(before)
    await expect.poll(() => shownText(totals), { timeout: 30_000 }).toMatch(/refused/)

    await using list = await openPage(browser(), url, { refusals: HELD })
    await list.visit('/')
    expect(await shownText(list.page.getByRole('table', { name: 'Pipelines' }))).toContain('Running')
    await list.page.goto(`${served().origin}/p/chatbot_pipeline`)
    await list.page.getByText('Running now').waitFor()

    await world.finish()
    await live.page.locator('.page-head').getByText('Completed').waitFor()
    const trace = await readTrace('chatbot_pipeline', place)
    const loaded = Object.entries(trace?.rowCounts ?? {}).reduce(
      (sum, [table, n]) => (table.startsWith('_dlt') ? sum : sum + n),
      0,
    )
    await expect.poll(rows).toBe(loaded)
    await list.page.getByText('Running now').waitFor({ state: 'detached' })
    // Until the page has asked anew it shows the run before.
    await list.page.getByText(`Loaded ${loaded.toLocaleString('en')} rows`).waitFor()
    expect(await live.faults()).toEqual([])
    expect(await list.faults()).toEqual([])
  })
})

describe('a run whose process was killed', () => {
  const served = useWorld(killed)

  test('is shown as gone, not as going on', async () => {
    await using opened = await openPage(browser(), served().url, { refusals: HELD })
    await opened.visit('/p/chatbot_pipeline/live')
    expect(await shownText(opened.page.locator('.page-head'))).toContain('Its process is gone')
    await opened.visit('/')
    expect(await shownText(opened.page.getByRole('table', { name: 'Pipelines' }))).not.toContain('Running')
    expect(await opened.faults()).toEqual([])
  })
})
