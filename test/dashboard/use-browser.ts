import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from './open-browser.ts'
import { type ServedWorld, serveWorld } from './serve-world.ts'
import type { Place, World } from './worlds/world.ts'

/** Keeps one browser for the tests of a file; what is returned gives it. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  return () => {
    if (browser === undefined) throw new Error('no browser')
    return browser
  }
}

/** Keeps one served world for the tests of a file; what is returned gives it. */
export function useWorld<W extends World>(make: (place: Place) => Promise<W>): () => ServedWorld<W> {
  let served: ServedWorld<W> | undefined
  beforeAll(async () => {
    served = await serveWorld(make)
  })
  afterAll(() => served?.[Symbol.asyncDispose]())
  return () => {
    if (served === undefined) throw new Error('no world')
    return served
  }
}
