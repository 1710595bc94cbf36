import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesystem } from '../../src/destinations/filesystem/index.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { ATTACKS } from '../guard/attacks.ts'
import { HONEST } from '../guard/honest.ts'
import { loadUsers } from '../guard/load-users.ts'
import { CLOUDS } from './places/clouds.ts'

describe.each(CLOUDS)('a lake in $name that is read for others', (cloud) => {
  let folder = ''
  let opened: Awaited<ReturnType<(typeof cloud)['open']>>
  const destination = () => filesystem({ bucketUrl: `${opened.bucketUrl}/guarded`, credentials: opened.credentials })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tolva-guarded-cloud-'))
    opened = await cloud.open()
    await loadUsers(destination(), folder)
  })
  afterAll(async () => {
    await opened[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('gives its rows, and refuses what it must', async () => {
    const dataset = (await loadUsers(destination(), folder)).dataset()
    for (const sql of HONEST.filter((_, i) => i % 10 === 0)) {
      expect((await dataset.read(sql)).columns.length).toBeGreaterThan(0)
    }
    for (const [sql, code] of ATTACKS.filter((_, i) => i % 10 === 0)) {
      await expect(dataset.read(sql)).rejects.toMatchObject({ code })
    }
  })

  test.each([
    ["select * from users, read_text('/etc/passwd')"],
    ["select * from users, read_text('s3://other/secret.txt')"],
    ["copy users to '/tmp/stolen.csv'"],
  ])('reaches no other file: %s', async (sql) => {
    const context = {
      signal: new AbortController().signal,
      logger: silentLogger,
      now: Date.now,
      emit: () => {},
      projectDir: folder,
    }
    await using loader = await destination().connect(
      { pipeline: 'guarded', dataset: 'ds', localDir: folder },
      context,
      { readOnly: true, sealed: { waitMs: 0, statementMs: 1_000 } },
    )
    await expect(loader.stream(sql)).rejects.toThrow('disabled by configuration')
  })
})
