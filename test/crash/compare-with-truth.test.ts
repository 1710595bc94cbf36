import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compareMeanwhile, compareWithTruth } from './compare-with-truth.ts'
import { type Database, newDatabase } from './database.ts'
import { scenarios } from './scenario.ts'
import type { Truth } from './truth.ts'

let folder: string
let database: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-compare-'))
  const [scenario] = scenarios({ destination: 'duckdb' })
  if (scenario === undefined) throw new Error('there is no scenario')
  database = await newDatabase(scenario, { folder, server: undefined })
  await change(`
    CREATE SCHEMA crash_data;
    CREATE TABLE crash_data._dlt_loads (load_id VARCHAR, status BIGINT);
    CREATE TABLE crash_data.stories (id VARCHAR, name VARCHAR, _dlt_id VARCHAR, _dlt_load_id VARCHAR);
    CREATE TABLE crash_data.stories__integrations (value VARCHAR, _dlt_id VARCHAR, _dlt_parent_id VARCHAR);
    INSERT INTO crash_data._dlt_loads VALUES ('1.5', 0);
    INSERT INTO crash_data.stories VALUES ('a', 'A', 'row a', '1.5'), ('b', 'B', 'row b', '1.5');
    INSERT INTO crash_data.stories__integrations VALUES ('slack', 'row s', 'row a');
  `)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const TRUTH: Truth = new Map([
  ['stories', ['a A', 'b B']],
  ['stories__integrations', ['a slack']],
])

async function change(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, 'crash.duckdb'))
  const connection = await instance.connect()
  await connection.run(sql)
  connection.closeSync()
  instance.closeSync()
}

const found = async () => (await compareWithTruth(database, TRUTH)).map(({ kind, what }) => `${kind}: ${what}`)

describe('what a killed load left', () => {
  test('is found to be right where it is', async () => {
    expect(await found()).toEqual([])
  })

  test.each([
    ["DELETE FROM crash_data.stories WHERE id = 'b'", ['lost: 1 rows of stories are not there: b B']],
    [
      "INSERT INTO crash_data.stories VALUES ('b', 'B', 'row c', '1.5')",
      ['doubled: 1 rows of stories are there more than once: b B'],
    ],
    [
      "UPDATE crash_data.stories SET name = 'X' WHERE id = 'b'",
      ['lost: 1 rows of stories are not there: b B', 'wrong: 1 rows of stories are not those of the source: b X'],
    ],
    [
      "UPDATE crash_data.stories__integrations SET _dlt_parent_id = 'row x'",
      [
        'lost: 1 rows of stories__integrations are not there: a slack',
        'wrong: 1 rows of stories__integrations are not those of the source: no root slack',
        'orphan: 1 rows of stories__integrations have no parent: row s',
      ],
    ],
    ['DELETE FROM crash_data._dlt_loads', ['unrecorded: 1 loads of stories are not in _dlt_loads: 1.5']],
    ["INSERT INTO crash_data._dlt_loads VALUES ('1.5', 0)", ['doubled: 1 loads are in _dlt_loads more than once: 1.5']],
  ])('is found out after %s', async (sql, faults) => {
    await change(sql)
    expect(await found()).toEqual(faults)
  })

  test('is torn where it is neither what was before nor what is now', async () => {
    const before: Truth = new Map([['stories', ['a A']]])
    const torn = { before, now: TRUTH, isWhole: true }
    expect(await compareMeanwhile(database, torn)).toEqual([])
    await change("DELETE FROM crash_data.stories WHERE id = 'a'")
    expect((await compareMeanwhile(database, torn)).map(({ kind }) => kind)).toContain('lost')
  })
})
