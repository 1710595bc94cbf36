import { expect, test } from 'vitest'
import { readTraces } from '../../src/inspect.ts'
import { openPage } from './guarded-page.ts'
import { shownText } from './shown-text.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { TOKEN } from './worlds/chatbot-world.ts'
import { good } from './worlds/good.ts'

const browser = useBrowser()
const served = useWorld(good)

test('state shows where the cursor came from and went to, and the document, which is searched', async () => {
  const { url, place } = served()
  const [last] = await readTraces('chatbot_pipeline', place)
  const cursor = last?.packages.flatMap(({ report }) => report.cursors ?? []).find((one) => one.resource === 'users')
  await using opened = await openPage(browser(), url)
  const { page } = opened
  await opened.visit('/p/chatbot_pipeline/state')
  const text = (await shownText(page.locator('main'))).replaceAll(/\s+/g, ' ')
  expect(cursor).toBeDefined()
  expect(text).toContain(String(cursor?.from))
  expect(text).toContain(String(cursor?.to))
  await page.getByLabel('Find a key or value').fill('unique_hashes')
  await page.getByRole('tree', { name: 'State document' }).getByText('unique_hashes').waitFor()
  expect(await opened.faults()).toEqual([])
})

test('trace shows the run that is chosen, and where configuration was found, never what it is', async () => {
  const { url, place } = served()
  const traces = await readTraces('chatbot_pipeline', place)
  await using opened = await openPage(browser(), url)
  const { page } = opened
  await opened.visit('/p/chatbot_pipeline/trace')
  const oldest = traces.at(-1)
  await page.getByRole('combobox', { name: 'Run', exact: true }).selectOption(oldest?.run ?? '')
  await page.waitForURL(/run=/)
  await opened.settled()
  const tables = await shownText(page.getByRole('table', { name: 'Tables of the run' }))
  const users = page
    .getByRole('table', { name: 'Tables of the run' })
    .getByRole('row')
    .filter({ has: page.getByText('users', { exact: true }) })
  expect(await shownText(users)).toMatch(new RegExp(`^users\\D*\\s${oldest?.rowCounts.users}\\s`))
  const text = await shownText(page.locator('main'))
  expect(text).toContain('api_key')
  expect(text).toContain('secrets.toml')
  const key = page.getByRole('listitem').filter({ hasText: 'api_key' }).first()
  await key.locator('summary').click()
  const places = key.getByRole('listitem')
  await places.first().waitFor()
  expect(await shownText(places.first())).toMatch(/^absent\b/)
  expect(await shownText(places.last())).toMatch(/^found\b.*secrets\.toml/s)
  expect(await page.content()).not.toContain(TOKEN)
  await page.reload()
  await opened.settled()
  expect(await shownText(page.getByRole('table', { name: 'Tables of the run' }))).toBe(tables)
  expect(await opened.faults()).toEqual([])
})
