import type { Locator } from 'playwright-core'

/** Values of the rows that a grid draws, by the name of their column; only what is in sight. */
export async function shownColumn(grid: Locator, name: string): Promise<readonly string[]> {
  const head = grid.getByRole('columnheader').filter({ has: grid.page().getByTitle(new RegExp(`^${name} ·`)) })
  const index = await head.getAttribute('aria-colindex')
  return grid.locator(`[role="gridcell"][aria-colindex="${index}"]`).allInnerTexts()
}

/** How many rows a grid has, drawn or not. */
export async function rowCount(grid: Locator): Promise<number> {
  return Number(await grid.getAttribute('aria-rowcount')) - 1
}
