import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline, resource } from 'tolva'
import { filesystem } from 'tolva/destinations/filesystem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-abandoned-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A log of a table that uses what is not known here. */
const STRANGE = [
  {
    tableFormat: 'delta',
    file: '_delta_log/00000000000000000000.json',
    text: JSON.stringify({ protocol: { minReaderVersion: 9, minWriterVersion: 9 } }),
  },
  {
    tableFormat: 'iceberg',
    file: 'metadata/00000-strange.metadata.json',
    text: JSON.stringify({ 'format-version': 9, location: '/nowhere' }),
  },
] as const

describe.each(STRANGE)('a load into $tableFormat tables', ({ tableFormat, file, text }) => {
  it('that is refused in the middle and given up leaves no row behind', async () => {
    const lake = join(folder, 'lake')
    const shop = pipeline({
      name: 'shop',
      destination: filesystem({ bucketUrl: lake }),
      dataset: 'ds',
      dataDir: join(folder, 'work'),
    })
    const orders = (id: number) => resource({ name: 'orders', tableFormat }, () => [{ id, items: [{ sku: id }] }])
    const payments = resource({ name: 'payments', tableFormat }, () => [{ paid: 1 }])
    const ids = () => shop.dataset().sql('SELECT id FROM orders ORDER BY id').rows()
    await shop.run(orders(1))
    const path = join(lake, 'ds', 'payments', file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    await expect(shop.run([orders(2), payments])).rejects.toMatchObject({
      cause: { code: 'unsupported_table_feature' },
    })
    expect(await ids()).toEqual([{ id: 1 }])
    await shop.discard()
    await shop.run(orders(3))
    expect(await ids()).toEqual([{ id: 1 }, { id: 3 }])
    expect(await shop.dataset().sql('SELECT count(*) AS n FROM orders__items').rows()).toEqual([{ n: 2 }])
  })
})
