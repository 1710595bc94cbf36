import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesystem } from '../../src/destinations/filesystem/index.ts'
import type { Dataset } from '../../src/index.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { ATTACKS } from './attacks.ts'
import { HONEST } from './honest.ts'
import { loadUsers } from './load-users.ts'

let folder = ''
let dataset: Dataset

const destination = () => filesystem(pathToFileURL(join(folder, 'lake')).href)
const context = {
  signal: new AbortController().signal,
  logger: silentLogger,
  now: Date.now,
  emit: () => {},
  projectDir: tmpdir(),
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-guarded-lake-'))
  await writeFile(join(folder, 'secret.txt'), 'hunter2')
  dataset = (await loadUsers(destination(), folder)).dataset()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test.each(ATTACKS)('is refused: %s', async (sql, code) => {
  await expect(dataset.read(sql)).rejects.toMatchObject({ code })
})

// A lake has the tables that the statement names, each made of files.
test.each(HONEST)('is read: %s', async (sql) => {
  const grid = await dataset.read(sql)
  expect(grid.columns.length).toBeGreaterThan(0)
  expect(grid.limited).toEqual([])
})

test.each([
  ["select * from users, read_text('secret.txt')", 'disabled by configuration'],
  ["select * from users, read_text('/etc/passwd')", 'disabled by configuration'],
  ["select * from glob('/etc/*')", 'disabled by configuration'],
  ["copy users to 'stolen.csv'", 'disabled by configuration'],
  ['set lock_configuration = false', 'configuration has been locked'],
])('the database reaches the files of the tables that are named, and no other: %s', async (sql, message) => {
  await using loader = await destination().connect({ pipeline: 'guarded', dataset: 'ds', localDir: folder }, context, {
    readOnly: true,
    sealed: { waitMs: 0, statementMs: 1_000 },
  })
  await expect(loader.stream(sql)).rejects.toThrow(message)
})

test('a statement that takes too long is stopped', async () => {
  const sql = 'select 1 from users, range(10000000) a, range(10000000) b where a.range + b.range < 0'
  await expect(dataset.read(sql, { seconds: 1 })).rejects.toMatchObject({ code: 'query_timeout' })
})
