import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline, resource } from 'tolva'
import { filesystem } from 'tolva/destinations/filesystem'
import { beforeAll, describe, expect, it } from 'vitest'
import { duckDbExtensions } from '../../../scripts/duckdb-extensions.mjs'
import { azurePlace } from '../places/azure.ts'
import { gcsPlace } from '../places/gcs.ts'
import { s3Place } from '../places/s3.ts'
import { usePlace } from '../places/use-place.ts'
import { useJudge } from './judge.ts'

/** Loads orders and merges some of them, parted by a column whose values need care in keys; returns what is there. */
async function loadOrders(
  place: Awaited<ReturnType<typeof s3Place | typeof gcsPlace | typeof azurePlace>>,
  tableFormat: string,
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'tolva-bucket-'))
  try {
    const { credentials } = place
    const bucketUrl = `${place.bucketUrl}/lake`
    const destination = filesystem({ bucketUrl, credentials })
    const shop = pipeline({ name: tableFormat, destination, dataset: `ds_${tableFormat}`, dataDir })
    const load = (ids: readonly number[], name: string) => {
      const rows = ids.map((id) => ({ id, name, place: ['a b', 'ä/%', '='][id % 3], items: [{ sku: 1 }, { sku: 2 }] }))
      const columns = { place: { dataType: 'text', partition: true } } as const
      const writeDisposition = { disposition: 'merge', strategy: 'upsert' } as const
      return shop.run(
        resource({ name: 'orders', primaryKey: 'id', tableFormat, columns, writeDisposition }, () => rows),
      )
    }
    await load([0, 1, 2, 3], 'first')
    await load([2, 3, 4], 'second')
    const orders = await shop.dataset().sql('SELECT id, name, place FROM orders ORDER BY id').rows()
    const items = await shop.dataset().sql('SELECT count(*) AS n FROM orders__items').rows()
    return { orders: orders.map(({ id, name, place: at }) => `${id} ${name} ${at}`), items: items[0]?.n }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

beforeAll(() => {
  duckDbExtensions('httpfs', 'azure')
})

const EXPECTED = {
  orders: ['0 first a b', '1 first ä/%', '2 second =', '3 second a b', '4 second ä/%'],
  items: 10,
}

describe('tables in S3', () => {
  const place = usePlace(s3Place)
  const judge = useJudge()

  it.each(['delta', 'iceberg'])('of format %s are loaded, merged and read, by others too', async (format) => {
    expect(await loadOrders(place(), format)).toEqual(EXPECTED)
    const folder = await mkdtemp(join(tmpdir(), 'tolva-judge-'))
    const path = `${place().bucketUrl}/lake/ds_${format}/orders`
    const { accessKeyId, secretAccessKey, endpointUrl, regionName } = place().credentials
    const s3 = { key: accessKeyId, secret: secretAccessKey?.reveal(), endpoint: endpointUrl, region: regionName }
    const metadata = `lake/ds_${format}/orders/metadata/`
    const [read] = await judge(folder, [{ step: 'read', path, format, order: ['id'], s3: { ...s3, metadata } }])
    await rm(folder, { recursive: true, force: true })
    const names = ['first', 'first', 'second', 'second', 'second']
    expect(read).toMatchObject({ rows: names.map((name, id) => ({ id, name })) })
  })
})

describe('tables in Google Cloud Storage', () => {
  const place = usePlace(gcsPlace)
  it.each(['delta', 'iceberg'])('of format %s are loaded, merged and read', async (format) => {
    expect(await loadOrders(place(), format)).toEqual(EXPECTED)
  })
})

describe('tables in Azure', () => {
  const place = usePlace(azurePlace)
  it.each(['delta', 'iceberg'])('of format %s are loaded, merged and read', async (format) => {
    expect(await loadOrders(place(), format)).toEqual(EXPECTED)
  })
})
