import { describe, expect, test } from 'vitest'
import { seriousIssues } from './accessibility.ts'
import { openPage } from './guarded-page.ts'
import { pagePaths } from './page-paths.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import type { Place, World } from './worlds/world.ts'

/** A world by what it is, with the statuses that belong to it: 409 of a file that is held. */
interface HeldWorld {
  readonly name: string
  readonly make: (place: Place) => Promise<World>
  readonly refusals?: readonly number[]
}

const TABS = ['diagram', 'changes', 'text']
const THEMES = ['light', 'dark'] as const

/** Tests that each page has a heading, no error, nothing that axe finds serious in either theme, and asks nobody else. */
export function holdEveryPage(worlds: readonly HeldWorld[]): void {
  const browser = useBrowser()
  describe.each(worlds)('with $name', ({ make, refusals = [] }) => {
    const served = useWorld(make)

    test('each page has a heading, no error, no serious issue of accessibility, and asks nobody else', async () => {
      const { url, world } = served()
      await using opened = await openPage(browser(), url, { refusals })
      for (const path of pathsOf(world.pipeline)) {
        await opened.visit(path)
        const heading = await opened.page.getByRole('heading', { level: 1 }).first().textContent()
        const issues: string[] = []
        for (const colorScheme of THEMES) {
          await opened.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          issues.push(...(await seriousIssues(opened.page)).map((issue) => `${colorScheme}: ${issue}`))
        }
        expect({ path, heading, faults: await opened.faults(), issues }).toEqual({
          path,
          heading: expect.stringMatching(/\S/),
          faults: [],
          issues: [],
        })
      }
    })
  })
}

function pathsOf(pipeline: string | undefined): readonly string[] {
  if (pipeline === undefined) return ['/', '/reports']
  const own = pagePaths(pipeline)
  return [...Object.values(own), ...TABS.map((tab) => `${own.schema}?tab=${tab}`), `${own.data}?sql=SELECT 1`]
}
