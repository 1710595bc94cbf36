import { describe, expect, test } from 'vitest'
import { listPackages } from '../../src/inspect.ts'
import { openPage } from './guarded-page.ts'
import { pagePaths } from './page-paths.ts'
import { rowCount } from './shown-grid.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { loadFailed } from './worlds/failed.ts'
import { locked } from './worlds/locked.ts'
import { withoutCredentials } from './worlds/without-credentials.ts'
import { still } from './worlds/world.ts'

const browser = useBrowser()

describe('loads of which one failed', () => {
  const served = useWorld(loadFailed)

  test('are listed with their states, and the failed one says why and what to do', async () => {
    const { url, place } = served()
    const packages = await listPackages('shop_pipeline', place)
    const failed = packages.find((one) => one.state === 'failed')?.loadId ?? ''
    await using opened = await openPage(browser(), url)
    const { page } = opened
    await opened.visit('/p/shop_pipeline/loads')
    const table = page.getByRole('table', { name: 'Loads' })
    expect(await table.getByRole('row').count()).toBe(packages.length + 1)
    await table.getByRole('row').filter({ hasText: failed }).click()
    await page.waitForURL(`**/loads?load=${failed}`)
    const details = page.getByRole('region', { name: `Load ${failed}` })
    await expect.poll(() => shownText(details)).toMatch(/NOT NULL constraint failed/)
    await expect.poll(() => shownText(details)).toContain(`tolva pipeline shop_pipeline package discard ${failed}`)
    await page.reload()
    await details.waitFor()
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'detached' })
    expect(await opened.faults()).toEqual([])
  })
})

describe('a database file that another process holds', () => {
  const served = useWorld(locked)

  test('is told with its holder where data is asked for, and the rows come by themselves when it is free', async () => {
    const { url, world } = served()
    await using opened = await openPage(browser(), url, { refusals: [409] })
    const { page } = opened
    await opened.visit('/p/chatbot_pipeline/schema?table=users')
    expect(await shownText(page.locator('main'))).toContain('conversations')
    await page.goto(`${served().origin}/p/chatbot_pipeline/data?table=users`)
    const said = await shownText(
      page.locator('main').getByRole('note').filter({ hasText: 'The file of the data is in use.' }),
    )
    expect(said).toContain(`${world.pid}`)
    await world.close()
    await expect.poll(() => rowCount(page.getByRole('grid')), { timeout: 20_000 }).toBe(660)
    expect(await opened.faults()).toEqual([])
  })
})

describe('a destination without credentials', () => {
  const served = useWorld(withoutCredentials)

  test('leaves all pages of what is here, and says where credentials belong', async () => {
    await using opened = await openPage(browser(), served().url, { refusals: [424] })
    const { page } = opened
    for (const path of Object.values(pagePaths('warehouse_pipeline'))) await opened.visit(path)
    await opened.visit('/p/warehouse_pipeline/data?table=orders')
    expect(await shownText(page.getByRole('alert'))).toMatch(/postgres/i)
    await opened.visit('/p/warehouse_pipeline/loads')
    expect(await page.getByRole('table', { name: 'Loads' }).getByRole('row').count()).toBeGreaterThan(1)
    expect(await opened.faults()).toEqual([])
  })
})

describe('a machine on which nothing has run', () => {
  const served = useWorld(async () => still('empty'))

  test('says how a first pipeline is run; a pipeline that is not there is told so', async () => {
    await using opened = await openPage(browser(), served().url, { refusals: [404] })
    await opened.visit('/')
    expect(await shownText(opened.page.locator('main'))).toContain('npx tolva run')
    await opened.visit('/p/no_such_pipeline')
    expect(await shownText(opened.page.locator('main'))).toContain('there is no pipeline no_such_pipeline')
    await opened.visit('/no/such/page')
    expect(await shownText(opened.page.locator('main'))).toContain('no page at this address')
    expect(await opened.faults()).toEqual([])
  })
})
