import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPage } from './guarded-page.ts'
import { rowCount } from './shown-grid.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { good } from './worlds/good.ts'

const report = (note: string) => `
export const title = 'Users of the sandbox'
export const pipeline = 'chatbot_pipeline'
export function note() {
  return ${JSON.stringify(note)}
}
export function newest({ dataset }) {
  return dataset.table('users').select('id', 'conversations').orderBy('id', 'desc').limit(5)
}
export async function perLanguage({ sql }) {
  const values = await sql\`select attributes__default_language as language, count(*) as users from users group by 1\`
  return {
    mark: 'bar',
    data: { values },
    encoding: { x: { field: 'language', type: 'nominal' }, y: { field: 'users', type: 'quantitative' } },
  }
}
export function broken({ sql }) {
  return sql\`select no_such_column from users\`
}
`

const browser = useBrowser()
const served = useWorld(async (place) => {
  await writeFile(join(place.folder, 'users.explore.ts'), report('Before it was **saved** again.'))
  return good(place)
})

test('a report is listed and run; a cell that fails says why, and a saved file is shown by itself', async () => {
  await using opened = await openPage(browser(), served().url)
  const { page } = opened
  await opened.visit('/reports')
  await page.getByRole('link', { name: 'users' }).click()
  await page.getByRole('heading', { level: 1, name: 'Users of the sandbox' }).waitFor()
  await page.getByText('Before it was').waitFor()
  await opened.settled()
  expect(await rowCount(page.getByRole('grid').first())).toBe(5)
  expect(await shownText(page.locator('#broken'))).toContain('no_such_column')

  const chart = page.locator('#perLanguage .chart-drawing')
  const bars = chart.locator('.mark-rect.role-mark path')
  expect(await bars.count()).toBeGreaterThan(2)
  await bars.first().hover()
  await expect.poll(() => shownText(page.locator('.chart-tooltip'))).toMatch(/users/)
  await page.getByRole('heading', { level: 1 }).hover()
  await expect.poll(() => page.locator('.chart-tooltip').isVisible()).toBe(false)

  await writeFile(join(served().place.folder, 'users.explore.ts'), report('And after that.'))
  await page.getByText('And after that.').waitFor()
  await page.getByText('Before it was').waitFor({ state: 'detached' })
  await opened.settled()
  expect(await opened.faults()).toEqual([])
})

test('a report that is not there is told so', async () => {
  await using opened = await openPage(browser(), served().url, { refusals: [404] })
  await opened.visit('/reports/no-such-report')
  expect(await shownText(opened.page.locator('main'))).toContain('no-such-report')
  expect(await opened.faults()).toEqual([])
})
