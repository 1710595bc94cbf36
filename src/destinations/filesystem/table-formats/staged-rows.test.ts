import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connectScratch } from '../../../duckdb/scratch.ts'
import { newTable } from '../../../schema/new-table.ts'
import { stagedRows } from './staged-rows.ts'

test('a value that the type of its column would change is an error, one that it holds is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-staged-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await using connection = await connectScratch(folder)
  const table = newTable('t', { columns: [{ name: 'a', data_type: 'decimal', nullable: true }] })
  const rowsOf = async (...values: readonly string[]) => {
    const location = join(folder, `${values.join()}.parquet`)
    const list = values.map((value) => `(${value}::DECIMAL(38,9))`).join(', ')
    await connection.execute(`COPY (SELECT * FROM (VALUES ${list}) AS v(a)) TO '${location}' (FORMAT parquet)`)
    const job = {
      ...{ id: '0123456789', table: 't', format: 'parquet' as const, file: 'f', columns: ['a'] },
      ...{ rows: values.length, bytes: 1, digest: '' },
    }
    return connection.rows(stagedRows(table, [{ name: 'a', type: 'BIGINT', nullable: true }], [{ job, location }]))
  }
  expect(await rowsOf('1', '2')).toEqual([[1n], [2n]])
  await expect(rowsOf('1', '1.5')).rejects.toMatchObject({
    code: 'value_does_not_fit',
    message: expect.stringContaining('a value of column a does not fit its type BIGINT at the destination'),
  })
})
