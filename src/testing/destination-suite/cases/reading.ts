import { deepEqual, equal, rejects, throws } from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SuiteCase, suiteCase } from '../suite-case.ts'

/** Reading a dataset back, and loading files of rows. */
export function readingCases(): readonly SuiteCase[] {
  return [read, files]
}

const read = suiteCase(
  'a dataset is read by conditions, in SQL, in chunks and as Arrow, and only read',
  async (suite) => {
    const shop = suite.pipeline('read')
    const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, at: '2024-01-02T03:04:05.123456Z' }))
    await shop.run(suite.resource({ name: 't' }, rows))
    const dataset = shop.dataset()
    throws(() => dataset.sql('DELETE FROM t'), { code: 'sql_not_read_only' })
    const some = dataset.table('t').where('id', 'gte', 10).where({ at: '2024-01-02T03:04:05.123456Z' })
    equal(await some.count(), 4_990)
    const [sum] = await dataset.sql('SELECT sum(id) AS s FROM t WHERE id < $1', [4]).rows()
    equal(Number(sum?.s), 6)
    let seen = 0
    for await (const _ of dataset.table('t')) {
      seen += 1
      if (seen === 2_500) break
    }
    equal(seen, 2_500)
    const arrow = await dataset.table('t').orderBy('id').limit(3).arrow()
    deepEqual(
      arrow.toArray().map((row) => row?.toJSON().id),
      [0n, 1n, 2n],
    )
    await rejects(dataset.sql('SELECT nothing FROM t').rows(), { code: 'bad_sql', retry: false })
    await rejects(dataset.sql('SELECT 1 FROM nowhere').rows(), { code: 'undefined_relation' })
  },
)

const files = suiteCase('files of rows are loaded without being read here', async (suite) => {
  const shop = suite.pipeline('files')
  const csv = join(suite.folder, 'rows.csv')
  const lines = join(suite.folder, 'rows.jsonl')
  await writeFile(csv, 'id,name,at\n1,"a,b",2024-01-02T03:04:05\n2,,\n')
  await writeFile(lines, '{"id":3,"name":"c","tags":["x"]}\n{"id":4,"name":"\\t\\\\N"}\n')
  await shop.run(
    suite.resource({ name: 't' }, async function* () {
      yield { file: csv, format: 'csv' as const }
      yield { file: lines, format: 'jsonl' as const }
    }),
  )
  const rows = await shop.dataset().table('t').select('id', 'name', 'tags').orderBy('id').rows()
  deepEqual(
    rows.map(({ id, name, tags }) => [id, name, tags]),
    [
      [1, 'a,b', null],
      [2, null, null],
      [3, 'c', ['x']],
      [4, '\t\\N', null],
    ],
  )
})
