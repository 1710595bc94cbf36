import { mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

test('the programs stand on nothing outside their folder, and are laid out anew where they do or where some are gone', async () => {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'tolva-embedded-')))
  vi.stubEnv('TMPDIR', home)
  const folder = dirname(await laidOut())
  const whole = await targets(folder)
  expect(whole.length).toBeGreaterThan(100)
  expect(whole.filter((path) => !path.startsWith(folder))).toEqual([])

  const link = join(folder, 'lib', 'libicuuc.so.60')
  await rm(link)
  await mkdir(join(home, 'elsewhere'))
  await symlink(join(home, 'elsewhere', 'gone'), link)
  expect(dirname(await laidOut())).toBe(folder)
  expect(await targets(folder)).toEqual(whole)

  await rm(join(folder, 'bin', 'initdb'))
  expect(dirname(await laidOut())).toBe(folder)
  expect(await targets(folder)).toEqual(whole)
  await rm(home, { recursive: true })
})

/** As a process that has not asked yet finds it. */
async function laidOut(): Promise<string> {
  vi.resetModules()
  const { embeddedBin } = await import('./embedded-bin.ts')
  return embeddedBin()
}

/** Where each file and each link of a folder leads to. */
async function targets(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(paths.sort().map((path) => realpath(path)))
}
