import { describe, expect, test } from 'vitest'
import { seriousIssues } from './accessibility.ts'
import { openPage } from './guarded-page.ts'
import { pagePaths } from './page-paths.ts'
import { useBrowser, useWorld } from './use-browser.ts'
import { good } from './worlds/good.ts'

const browser = useBrowser()
const served = useWorld(good)
const PATHS = pagePaths('chatbot_pipeline')

describe.each(Object.entries(PATHS))('the page %s', (_name, path) => {
  test.each(['light', 'dark'] as const)(
    'has no serious issue of accessibility, no error and asks nobody else, %s',
    async (theme) => {
      const { url } = served()
      await using opened = await openPage(browser(), url, { theme })
      await opened.visit(path)
      expect(await seriousIssues(opened.page)).toEqual([])
      expect(await opened.faults()).toEqual([])
    },
  )
})
