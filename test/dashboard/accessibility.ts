import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe-core finds serious or critical, one line an element; none is how a page should be. */
export async function seriousIssues(page: Page): Promise<readonly string[]> {
  // The page's policy forbids scripts that are not its own; what Playwright evaluates is not the page's.
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const axe: typeof import('axe-core') = Reflect.get(globalThis, 'axe')
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }))
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.replaceAll(/\s+/g, ' ')}`))
}
