import type { Locator } from 'playwright-core'

/** The text of an element as a person sees it, its lines apart; waits for it. */
export async function shownText(locator: Locator): Promise<string> {
  await locator.first().waitFor()
  return (await locator.allInnerTexts()).join('\n')
}
