import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline, resource } from 'tolva'
import { filesystem } from 'tolva/destinations/filesystem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { useJudge } from './judge.ts'

const judge = useJudge()

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-exchange-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Orders with as many items each. */
const ordersOf = (ids: readonly number[], name: string, items: number) =>
  ids.map((id) => ({ id, name, doc: { a: [id] }, items: Array.from({ length: items }, (_, sku) => ({ sku })) }))

test.each(['delta', 'iceberg'])('a dataset of %s tables goes from dlt to tolva to dlt to tolva', async (format) => {
  const lake = join(folder, 'lake')
  const shop = pipeline({
    name: 'shop',
    destination: filesystem({ bucketUrl: lake }),
    dataset: 'ds',
    dataDir: join(folder, 'work'),
  })
  const load = (ids: readonly number[], name: string, items: number) => {
    const hints = {
      name: 'orders',
      primaryKey: 'id',
      tableFormat: format,
      columns: { doc: { dataType: 'json' } },
    } as const
    const writeDisposition = { disposition: 'merge', strategy: 'upsert' } as const
    return shop.run(resource({ ...hints, writeDisposition }, () => ordersOf(ids, name, items)))
  }
  const dltLoad = (ids: readonly number[], name: string, items: number) => ({
    step: 'load',
    bucket: lake,
    folder: join(folder, 'pipelines'),
    format,
    tables: 'orders',
    disposition: { disposition: 'merge', strategy: 'upsert' },
    rows: ordersOf(ids, name, items),
    primary_key: 'id',
    columns: { doc: { data_type: 'json' } },
    name: 'shop',
  })
  const contents = async () => {
    const orders = await shop.dataset().sql('SELECT id, name, doc FROM orders ORDER BY id').rows()
    for (const { id, doc } of orders) expect(doc).toEqual({ a: [id] })
    const items = await shop.dataset().sql('SELECT count(*) AS n FROM orders__items').rows()
    return [orders.map(({ id, name }) => `${id} ${name}`).join(', '), items[0]?.n]
  }
  await judge(folder, [dltLoad([1, 2, 3], 'dlt', 2)])
  await load([3, 4], 'tolva', 2)
  expect(await contents()).toEqual(['1 dlt, 2 dlt, 3 tolva, 4 tolva', 8])
  await judge(folder, [dltLoad([4, 5], 'dlt again', 2)])
  expect(await contents()).toEqual(['1 dlt, 2 dlt, 3 tolva, 4 dlt again, 5 dlt again', 10])
  await load([1, 5], 'tolva again', 1)
  expect(await contents()).toEqual(['1 tolva again, 2 dlt, 3 tolva, 4 dlt again, 5 tolva again', 8])
  const { versions } = {
    versions: await shop.dataset().sql('SELECT count(DISTINCT version_hash) AS n FROM _dlt_version').rows(),
  }
  expect(versions).toEqual([{ n: 1 }])
})
