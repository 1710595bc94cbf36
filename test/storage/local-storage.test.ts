import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { localStorage } from '../../src/storage/local.ts'
import { storageTests } from './storage-tests.ts'

describe('a local folder', () => {
  let root: string
  let opened = 0
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tolva-local-'))
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  storageTests(async () => localStorage(join(root, `${opened++}`), { shared: true }))
})
