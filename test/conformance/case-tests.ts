import { describe, expect, test } from 'vitest'
import { type CaseFile, caseFiles } from './case-files.ts'
import type { PageForm } from './core/case-source.ts'
import { runCaseFile } from './run-case-file.ts'

/** Declares two tests for each case of a folder, of rows as JavaScript values and of rows as JSON bodies. */
export async function caseTests(folder: URL, atLeast: number): Promise<void> {
  const files = await caseFiles({ kind: 'core', folder: folder.pathname, groups: [], names: [] })

  test('there are cases to run', () => {
    expect(files.length).toBeGreaterThanOrEqual(atLeast)
  })

  describe('a run leaves what the original leaves', () => {
    test.each(files.map((file) => [file.name, file] as const))('%s', async (_, file) => {
      expect(await differencesOf(file, 'rows')).toEqual([])
    })
  })

  describe('a run fed with JSON bodies leaves the same', () => {
    const played = files.filter(({ kind }) => kind === 'pipeline')
    test.each(played.map((file) => [file.name, file] as const))('%s', async (_, file) => {
      expect(await differencesOf(file, 'bytes')).toEqual([])
    })
  })
}

async function differencesOf({ path }: CaseFile, form: PageForm): Promise<readonly string[]> {
  const outcome = await runCaseFile({ kind: 'core', path, form }, AbortSignal.timeout(60_000))
  return outcome.differences
}
