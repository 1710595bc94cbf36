import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type DltProcess, startDlt } from './dlt-process.ts'
import { testPython } from './python.ts'

/** Keeps one dlt process for the tests of a file; what is returned gives it, or undefined where there is no Python. */
export function useDlt(): () => DltProcess | undefined {
  let dlt: DltProcess | undefined
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tolva-dlt-'))
    const python = testPython()
    if (python !== undefined) dlt = startDlt(python, folder)
  })

  afterAll(async () => {
    await dlt?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  return () => dlt
}
