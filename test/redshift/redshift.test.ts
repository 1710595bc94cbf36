import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { redshift } from '../../src/destinations/redshift/index.ts'
import { type Destination, type Pipeline, pipeline, resource } from '../../src/index.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import { type RedshiftDatabase, redshiftDatabase } from './database.ts'
import { localBucket } from './local-bucket.ts'

let folder = ''
let database: RedshiftDatabase | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-redshift-'))
  database = await redshiftDatabase(localBucket(join(folder, 'bucket')))
})
afterAll(async () => {
  await database?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(({ skip }) => {
  if (database === undefined) skip(NO_POSTGRES)
})

function into(dataset: string, { staged }: { readonly staged: boolean }): Pipeline {
  const alone: Destination = redshift(database?.url ?? '')
  const destination = staged ? alone.stagedAt?.(localBucket(join(folder, 'bucket')).place, ['jsonl', 'parquet']) : alone
  if (destination === undefined) throw new Error('it takes no staging')
  return pipeline({ name: dataset, destination, dataset, dataDir: folder, projectDir: folder, env: {} })
}

const COLUMNS = {
  bytes: { dataType: 'binary' },
  document: { dataType: 'json' },
  price: { dataType: 'decimal', precision: 10, scale: 2 },
} as const
const ROWS = [
  {
    id: 1,
    text: `ä'"\\ \n`,
    price: '1.50',
    at: '2024-01-31T23:59:59.123456Z',
    bytes: Uint8Array.of(0, 255),
    document: { a: [1, null] },
  },
  { id: 2, text: null, big: 2 ** 52, document: ['x'] },
]

test.each([
  ['jsonl', { staged: false }],
  ['parquet', { staged: true }],
] as const)('values of each type arrive by %s, staged or not: %o', async (format, how) => {
  const shop = into(`types_${format}`, how)
  const from = database?.statements.length ?? 0
  const rows = resource({ name: 'rows', columns: COLUMNS, maxTableNesting: 0 }, ROWS)
  await shop.run(rows)
  expect(
    await shop
      .dataset()
      .table('rows')
      .select('id', 'text', 'price', 'at', 'bytes', 'document', 'big')
      .orderBy('id')
      .rows(),
  ).toEqual([
    { ...ROWS[0], price: '1.50', big: null },
    { id: 2, text: null, price: null, at: null, bytes: null, document: ['x'], big: 2 ** 52 },
  ])
  const brought = database?.statements
    .slice(from)
    .filter((sql) => /^COPY|^INSERT INTO "types_\w+"\."rows" .* VALUES/.test(sql))
  expect(brought).toEqual([expect.stringContaining(how.staged ? 'FORMAT AS PARQUET SERIALIZETOJSON' : 'JSON_PARSE')])
})

test('a Parquet file that has another order of columns than its table goes through a temporary one', async () => {
  const shop = into('ordered', { staged: true })
  const run = async (row: object) => {
    const from = database?.statements.length ?? 0
    await shop.run(resource({ name: 'rows', fileFormat: 'parquet' }, [row]))
    return database?.statements
      .slice(from)
      .filter((sql) => /^COPY/.test(sql))
      .map((sql) => sql.split(' ')[1])
  }
  await run({ id: 1, a: 'x' })
  expect(await run({ id: 2, b: 5 })).toEqual(['"_dlt_copied"'])
  expect(await shop.dataset().table('rows').select('id', 'a', 'b').orderBy('id').rows()).toEqual([
    { id: 1, a: 'x', b: null },
    { id: 2, a: null, b: 5 },
  ])
})
