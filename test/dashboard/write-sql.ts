import type { Page } from 'playwright-core'

/** Puts a statement into the editor in place of what is there, as by keys and the clipboard. */
export async function writeSql(page: Page, sql: string): Promise<void> {
  await page.getByRole('textbox', { name: 'SQL statement' }).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(sql)
}
