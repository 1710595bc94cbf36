import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { profileTable } from '../../src/explore/profile/profile-table.ts'
import { attach } from '../../src/index.ts'
import { large } from '../dashboard/worlds/large.ts'

const ROWS = 10_000_000

test('ten million rows are profiled in seconds, from a sample that is said, with the bounds of all', async ({
  onTestFinished,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tolva-large-profile-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const dataDir = path.join(folder, 'data')
  await large(ROWS)({ folder, dataDir })
  const dataset = (await attach('event_pipeline', { dataDir })).dataset()
  const started = performance.now()
  const profile = await profileTable(dataset, 'events')
  const seconds = (performance.now() - started) / 1000
  console.info(`${ROWS} rows: ${profile.sampled} looked at in ${seconds.toFixed(1)} s`)
  expect(profile.rows).toBe(ROWS)
  expect(profile.sampled).toBeGreaterThan(100_000)
  expect(profile.sampled).toBeLessThan(400_000)
  const columns = new Map(profile.columns.map((column) => [column.name, column]))
  expect(columns.get('id')).toMatchObject({ min: '0', max: String(ROWS - 1), approximate: true, top: [] })
  expect(
    columns
      .get('kind')
      ?.top.map(({ value }) => value)
      .sort(),
  ).toEqual(['buy', 'click', 'view'])
  const note = columns.get('note')
  expect((note?.nulls ?? 0) / profile.sampled).toBeCloseTo(0.98, 2)
  expect(seconds).toBeLessThan(15)
}, 180_000)
