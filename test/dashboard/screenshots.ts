// Pictures of every page, in worlds that matter, in both themes and two sizes, for people to look at. They go to `screenshots/`.
// node test/dashboard/screenshots.ts [--world good] [--page overview] [--theme dark] [--width 1440] [--at <folder of a world that is made>]
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { setup as buildPage } from './build-page.ts'
import { openPage } from './guarded-page.ts'
import { openBrowser } from './open-browser.ts'
import { pagePaths } from './page-paths.ts'
import { serve } from './serve-world.ts'
import { WORLDS } from './worlds/worlds.ts'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 800, height: 1000 },
]
const THEMES = ['light', 'dark'] as const
/** Those that take minutes to make are asked for by name. */
const BY_DEFAULT = Object.keys(WORLDS).filter(
  (name) => !['tables-1000', 'pipelines-1000', 'rows-10m', 'loads-200'].includes(name),
)
const FOLDER = join(import.meta.dirname, '..', '..', 'screenshots')

const { values } = parseArgs({
  options: {
    world: { type: 'string', multiple: true },
    page: { type: 'string', multiple: true },
    theme: { type: 'string' },
    width: { type: 'string' },
    at: { type: 'string' },
  },
})

await buildPage()
await mkdir(FOLDER, { recursive: true })
const browser = await openBrowser()
for (const name of values.world ?? BY_DEFAULT) await takeWorld(browser, name)
await browser.close()

async function takeWorld(browser: Browser, name: string): Promise<void> {
  const made = values.at === undefined ? await makeWorld(name) : { folder: values.at, close: async () => {} }
  const served = await serve({ folder: made.folder, dataDir: join(made.folder, 'data') })
  try {
    const pipelines = await namesOf(served)
    for (const [page, path] of Object.entries(pagePaths(pipelines[0] ?? 'none'))) {
      if (values.page !== undefined && !values.page.includes(page)) continue
      if (pipelines.length === 0 && path.startsWith('/p/')) continue
      for (const theme of THEMES) {
        if (values.theme !== undefined && values.theme !== theme) continue
        for (const size of SIZES) {
          if (values.width !== undefined && Number(values.width) !== size.width) continue
          await using opened = await openPage(browser, served.url, { ...size, theme })
          await opened.visit(path).catch((error: unknown) => console.error(`${name} ${page}: ${error}`))
          await opened.page.screenshot({ path: join(FOLDER, `${name}-${page}-${theme}-${size.width}.png`) })
          for (const fault of await opened.faults()) console.error(`${name} ${page} ${theme} ${size.width}: ${fault}`)
        }
      }
    }
  } finally {
    await served.close()
    await made.close()
  }
}

async function makeWorld(name: string) {
  const make = WORLDS[name]
  if (make === undefined) throw new Error(`no world ${name}; there are ${Object.keys(WORLDS).join(', ')}`)
  const folder = await mkdtemp(join(tmpdir(), `tolva-${name}-`))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  const world = await make({ folder, dataDir })
  return { folder, close: () => world.close() }
}

async function namesOf({ url, origin }: { readonly url: string; readonly origin: string }): Promise<readonly string[]> {
  const token = new URL(url).searchParams.get('token')
  const response = await fetch(`${origin}/api/pipelines`, { headers: { authorization: `Bearer ${token}` } })
  const { pipelines }: { readonly pipelines: readonly { readonly name: string }[] } = await response.json()
  return pipelines.map((pipeline) => pipeline.name)
}
