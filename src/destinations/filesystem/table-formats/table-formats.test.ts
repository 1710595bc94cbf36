import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type LocalTables, localTables, tableOf } from '../../../../test/tables/local-tables.ts'
import type { Table } from '../../../schema/stored.ts'
import { delta } from './delta/delta.ts'
import { iceberg } from './iceberg/iceberg.ts'

const KEY = { data_type: 'bigint', nullable: false, primary_key: true } as const
const ROW_ID = { data_type: 'text', nullable: false, row_key: true, unique: true } as const

const orders = tableOf('orders', { id: KEY, name: 'text', _dlt_id: ROW_ID })
const items = tableOf(
  'orders__items',
  { sku: 'text', _dlt_parent_id: { data_type: 'text', parent_key: true }, _dlt_id: ROW_ID },
  { parent: 'orders' },
)

const merged = (strategy: string, more: Partial<Table> = {}): Table => ({
  ...orders,
  ...more,
  write_disposition: 'merge',
  'x-merge-strategy': strategy,
})

/** Orders of these numbers. */
const order = (from: number, to: number, name = 'old') =>
  `SELECT i AS id, '${name}' AS name, 'o' || i AS _dlt_id FROM range(${from}, ${to}) r(i)`

/** So many items for each of these orders. */
const item = (from: number, to: number, count: number) =>
  `SELECT 's' || j AS sku, 'o' || i AS _dlt_parent_id, 'o' || i || '-' || j AS _dlt_id FROM range(${from}, ${to}) r(i), range(${count}) s(j)`

const names = (tables: LocalTables) => tables.rows('orders', 'SELECT id, name FROM t ORDER BY id')
const itemIds = async (tables: LocalTables) =>
  (await tables.rows('orders__items', 'SELECT _dlt_id FROM t ORDER BY 1')).map(([id]) => id)

describe.each([delta, iceberg])('tables of format $name', (format) => {
  it('take rows of a load once, however often it is tried', async () => {
    await using tables = await localTables(format)
    const load = {
      tables: [orders, items],
      rows: { orders: order(0, 3), orders__items: item(0, 3, 2) },
      loadId: '1795657370.1',
    }
    await tables.load(load)
    await tables.load({ ...load, retried: true })
    expect(await tables.rows('orders', 'SELECT count(*) FROM t')).toEqual([[3n]])
    expect(await tables.rows('orders__items', 'SELECT count(*) FROM t')).toEqual([[6n]])
    await tables.load({ ...load, loadId: '1795657369.9' })
    expect(await tables.rows('orders', 'SELECT count(*) FROM t')).toEqual([[6n]])
    await tables.load({ ...load, retried: true })
    expect(await tables.rows('orders', 'SELECT count(*) FROM t')).toEqual([[6n]])
  })

  it('keep every type that the schema has', async () => {
    await using tables = await localTables(format)
    const all = tableOf('all_types', {
      int: 'bigint',
      small: { data_type: 'bigint', precision: 16 },
      large: { data_type: 'bigint', precision: 128 },
      real: 'double',
      flag: 'bool',
      note: 'text',
      price: 'decimal',
      rate: { data_type: 'decimal', precision: 10, scale: 2 },
      huge: { data_type: 'decimal', precision: 50, scale: 10 },
      wei: 'wei',
      day: 'date',
      hour: 'time',
      moment: 'timestamp',
      naive: { data_type: 'timestamp', timezone: false },
      bytes: 'binary',
      doc: 'json',
    })
    const select = `SELECT 9007199254740993 AS int, 7 AS small, '9223372036854775808' AS large, 1.5::DOUBLE AS real, true AS flag,
      'ä' AS note, '1.5' AS price, '2.25' AS rate, '12345678901234567890123456789012345678.5' AS huge, '123456789012345678901234567890123456789012345' AS wei,
      DATE '2024-02-29' AS day, TIME '10:11:12.000013' AS hour, TIMESTAMPTZ '2024-01-02 03:04:05.678901+00' AS moment,
      TIMESTAMP '2024-01-02 03:04:05.678901' AS naive, 'x'::BLOB AS bytes, '{"a":[1]}'::JSON AS doc`
    await tables.load({ tables: [all], rows: { all_types: select } })
    const text = '* REPLACE (hour::VARCHAR AS hour, wei::VARCHAR AS wei)'
    expect(await tables.rows('all_types', `SELECT ${text} FROM t`)).toEqual([
      [
        9007199254740993n,
        7n,
        '9223372036854775808',
        1.5,
        true,
        'ä',
        '1.500000000',
        '2.25',
        '12345678901234567890123456789012345678.5',
        '123456789012345678901234567890123456789012345',
        '2024-02-29',
        '10:11:12.000013',
        '2024-01-02T03:04:05.678901Z',
        '2024-01-02T03:04:05.678901',
        new Uint8Array([120]),
        '{"a":[1]}',
      ],
    ])
  })

  it('are made without rows, get columns later, and are emptied by a replace without files', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders], rows: {} })
    expect(await tables.rows('orders', 'SELECT * FROM t')).toEqual([])
    await tables.load({ tables: [orders], rows: { orders: order(0, 1) } })
    const wider = tableOf('orders', {
      id: KEY,
      name: 'text',
      _dlt_id: ROW_ID,
      note: 'text',
      must: { data_type: 'bool', nullable: false },
    })
    await tables.load({ tables: [wider], rows: {} })
    expect(await tables.rows('orders', 'SELECT id, note, must FROM t')).toEqual([[0n, null, null]])
    const select = `SELECT *, 'n' AS note, true AS must FROM (${order(1, 2)})`
    await tables.load({ tables: [wider], rows: { orders: select } })
    expect(await tables.rows('orders', 'SELECT id, note, must FROM t ORDER BY id')).toEqual([
      [0n, null, null],
      [1n, 'n', true],
    ])
    await tables.load({ tables: [wider], rows: {}, mode: 'replace' })
    expect(await tables.rows('orders', 'SELECT * FROM t')).toEqual([])
    expect((await tables.snapshot('orders'))?.columns.map(({ name }) => name)).toEqual([
      'id',
      'name',
      '_dlt_id',
      'note',
      'must',
    ])
  })

  it('refuse rows without a value that a column must have', async () => {
    await using tables = await localTables(format)
    const load = tables.load({ tables: [orders], rows: { orders: `SELECT NULL::BIGINT AS id, 'x' AS _dlt_id` } })
    await expect(load).rejects.toMatchObject({
      code: 'constraint_violated',
      context: { table: 'orders', column: 'id' },
    })
    expect(await tables.snapshot('orders')).toBeUndefined()
  })

  it('show a version only when the load that made it is committed', async () => {
    await using tables = await localTables(format)
    const loads = ['1795657371.1', '1795657372.1'] as const
    await tables.load({ tables: [orders], rows: { orders: order(0, 1) }, loadId: loads[0] })
    await tables.load({ tables: [orders], rows: { orders: order(5, 7) }, mode: 'replace', loadId: loads[1] })
    const idsAt = (...committed: readonly string[]) =>
      tables.rows('orders', 'SELECT id FROM t ORDER BY id', { isCommitted: (id) => committed.includes(id) })
    expect(await idsAt(loads[0])).toEqual([[0n]])
    expect(await idsAt(...loads)).toEqual([[5n], [6n]])
    expect(await tables.snapshot('orders', { isCommitted: () => false })).toBeUndefined()
  })

  it('are merged by upsert with the elements that lists lost', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders, items], rows: { orders: order(0, 2), orders__items: item(0, 2, 3) } })
    await tables.load({ tables: [orders], rows: { orders: order(100, 105) } })
    const before = new Set((await tables.snapshot('orders'))?.files.map(({ key }) => key))
    await tables.load({
      mode: 'merge',
      tables: [merged('upsert'), items],
      rows: { orders: `${order(1, 3, 'new')} UNION ALL ${order(1, 2, 'new')}`, orders__items: item(1, 3, 1) },
    })
    expect(await names(tables)).toEqual([
      [0n, 'old'],
      [1n, 'new'],
      [2n, 'new'],
      ...[100n, 101n, 102n, 103n, 104n].map((id) => [id, 'old']),
    ])
    expect(await itemIds(tables)).toEqual(['o0-0', 'o0-1', 'o0-2', 'o1-0', 'o2-0'])
    const kept = (await tables.snapshot('orders'))?.files.filter(({ key }) => before.has(key))
    expect(kept).toHaveLength(1)
  })

  it('are merged by upsert with hard deletes, the newest of several rows, and unchanged rows left alone', async () => {
    await using tables = await localTables(format)
    const columns = {
      id: KEY,
      name: 'text',
      at: { data_type: 'bigint', dedup_sort: 'desc' },
      gone: { data_type: 'bool', hard_delete: true },
      _dlt_id: ROW_ID,
    } as const
    const table = tableOf('orders', columns, {
      write_disposition: 'merge',
      'x-merge-strategy': 'upsert',
      'x-merge-skip-unchanged-rows': true,
    })
    const row = (id: number, at: number, gone = 'NULL', name = `n${at}`) =>
      `SELECT ${id} AS id, '${name}' AS name, ${at} AS at, ${gone}::BOOL AS gone, 'o${id}' AS _dlt_id`
    await tables.load({
      mode: 'merge',
      tables: [table],
      rows: { orders: [row(1, 1), row(2, 1), row(3, 1)].join(' UNION ALL ') },
    })
    const version = (await tables.snapshot('orders'))?.version
    await tables.load({ mode: 'merge', tables: [table], rows: { orders: row(3, 1) } })
    expect((await tables.snapshot('orders'))?.version).toBe(version)
    await tables.load({
      mode: 'merge',
      tables: [table],
      rows: { orders: [row(1, 2), row(1, 3), row(2, 2, 'true'), row(4, 2, 'true'), row(5, 1)].join(' UNION ALL ') },
    })
    expect(await names(tables)).toEqual([
      [1n, 'n3'],
      [3n, 'n1'],
      [5n, 'n1'],
    ])
  })

  it('keep what their columns hold that the schema does not know', async () => {
    await using tables = await localTables(format)
    const wider = tableOf('orders', { id: KEY, name: 'text', _dlt_id: ROW_ID, note: 'text' })
    await tables.load({ tables: [wider], rows: { orders: `SELECT *, 'kept' AS note FROM (${order(0, 2)})` } })
    await tables.load({ mode: 'merge', tables: [merged('upsert')], rows: { orders: order(1, 3, 'new') } })
    expect(await tables.rows('orders', 'SELECT id, name, note FROM t ORDER BY id')).toEqual([
      [0n, 'old', 'kept'],
      [1n, 'new', 'kept'],
      [2n, 'new', null],
    ])
  })

  it('are merged by insert-only without a change to what is there', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders, items], rows: { orders: order(0, 2), orders__items: item(0, 2, 1) } })
    await tables.load({
      mode: 'merge',
      tables: [merged('insert-only'), items],
      rows: { orders: order(1, 3, 'new'), orders__items: item(1, 3, 2) },
    })
    expect(await names(tables)).toEqual([
      [0n, 'old'],
      [1n, 'old'],
      [2n, 'new'],
    ])
    expect(await itemIds(tables)).toEqual(['o0-0', 'o1-0', 'o1-1', 'o2-0', 'o2-1'])
  })

  it('are merged by cdc: what is absent goes, with what hangs on it, within the scope', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders, items], rows: { orders: order(0, 5), orders__items: item(0, 5, 1) } })
    const scoped = merged('cdc', {
      'x-merge-destination-scope': '{table}.id >= 2',
      'x-merge-source-filter': 'id < 100',
    })
    await tables.load({
      mode: 'merge',
      tables: [scoped, items],
      rows: { orders: `${order(4, 6, 'new')} UNION ALL ${order(100, 101)}`, orders__items: item(4, 6, 2) },
    })
    expect(await names(tables)).toEqual([
      [0n, 'old'],
      [1n, 'old'],
      [4n, 'new'],
      [5n, 'new'],
    ])
    expect(await itemIds(tables)).toEqual(['o0-0', 'o1-0', 'o4-0', 'o4-1', 'o5-0', 'o5-1'])
    await tables.load({
      mode: 'merge',
      tables: [merged('cdc'), items],
      rows: { orders: order(4, 5, 'last'), orders__items: item(4, 5, 1) },
    })
    expect(await names(tables)).toEqual([[4n, 'last']])
    expect(await itemIds(tables)).toEqual(['o4-0'])
  })

  it('let two that load at once both have their rows', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders], rows: { orders: order(0, 2) } })
    const other = (number: number) =>
      tables.load({
        mode: 'merge',
        pipeline: `p${number}`,
        tables: [merged('upsert')],
        rows: { orders: order(number, number + 2, `by ${number}`) },
      })
    await Promise.all([other(10), other(20), other(30)])
    expect((await names(tables)).map(([id]) => id)).toEqual([0n, 1n, 10n, 11n, 20n, 21n, 30n, 31n])
  })

  it('lose the files of a try that died before its commit', async () => {
    await using tables = await localTables(format)
    const load = { tables: [orders], rows: { orders: order(0, 3) }, loadId: '1795657370.1' }
    const { storage } = tables.place.bucket
    const dying = {
      ...tables.place,
      bucket: {
        ...tables.place.bucket,
        storage: { ...storage, putIfAbsent: async () => Promise.reject(new Error('killed')) },
      },
    }
    const made = await tables.job('orders', order(0, 3))
    const change = { mode: 'append', pipeline: 'shop', loadId: load.loadId, tables: [orders], jobs: [made] } as const
    await expect(format.commit(dying, change)).rejects.toThrow('killed')
    const files = async () => {
      const all = await readdir(join(tables.folder, 'orders'), { recursive: true })
      return all.filter((name) => name.endsWith('.parquet')).length
    }
    expect(await files()).toBe(1)
    await tables.load({ ...load, retried: true })
    expect(await files()).toBe(1)
    expect(await tables.rows('orders', 'SELECT count(*) FROM t')).toEqual([[3n]])
  })

  it('are as they were before a load that is taken back, which may be tried again', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders], rows: { orders: order(0, 2) } })
    const load = { loadId: '1795657390.1', pipeline: 'shop' }
    const change = { ...load, mode: 'merge', tables: [merged('upsert')], rows: { orders: order(1, 3, 'new') } } as const
    await tables.load(change)
    expect(await format.withdraw(tables.place, 'orders', load)).toBe(true)
    expect(await format.withdraw(tables.place, 'orders', load)).toBe(true)
    const before = [0n, 1n].map((id) => [id, 'old'])
    expect(await names(tables)).toEqual(before)
    expect(
      await tables.rows('orders', 'SELECT id, name FROM t ORDER BY id', { isCommitted: (id) => id !== load.loadId }),
    ).toEqual(before)
    await tables.load({ ...change, retried: true })
    expect(await names(tables)).toEqual([[0n, 'old'], ...[1n, 2n].map((id) => [id, 'new'])])
    await tables.load({ tables: [orders], rows: { orders: order(9, 10) } })
    expect(await format.withdraw(tables.place, 'orders', load)).toBe(false)
    expect(await format.withdraw(tables.place, 'orders', { ...load, loadId: '1795657399.1' })).toBe(true)
    expect(await format.withdraw(tables.place, 'nothing', load)).toBe(true)
  })

  it('start over with other columns and partitions where they are dropped, in the same version', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders, items], rows: { orders: order(0, 2), orders__items: item(0, 2, 1) } })
    const columns = {
      id: { ...KEY, data_type: 'text' },
      place: { data_type: 'text', partition: true },
      _dlt_id: ROW_ID,
    } as const
    const other = tableOf('orders', columns, { write_disposition: 'merge', 'x-merge-strategy': 'upsert' })
    const select = `SELECT 'a' AS id, 'here' AS place, 'o' AS _dlt_id`
    const change = { tables: [other, items], restarted: ['orders'], mode: 'merge', loadId: '1795657390.1' } as const
    await tables.load({ ...change, rows: { orders: select } })
    expect((await tables.snapshot('orders'))?.columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'VARCHAR'],
      ['place', 'VARCHAR'],
      ['_dlt_id', 'VARCHAR'],
    ])
    await tables.load({ ...change, rows: { orders: select }, retried: true })
    expect(await tables.rows('orders', 'SELECT id, place FROM t')).toEqual([['a', 'here']])
    await tables.load({ tables: [other], rows: { orders: select.replace('here', 'there') }, mode: 'merge' })
    expect(await tables.rows('orders', 'SELECT id, place FROM t')).toEqual([['a', 'there']])
    const old = await tables.snapshot('orders', {
      isCommitted: (id) => id !== change.loadId && !id.startsWith('1795657374'),
    })
    expect(old?.columns.map(({ name }) => name)).toEqual(['id', 'name', '_dlt_id'])
  })

  it('are gone after a drop', async () => {
    await using tables = await localTables(format)
    await tables.load({ tables: [orders], rows: { orders: order(0, 3) } })
    await format.drop(tables.place, 'orders')
    await format.drop(tables.place, 'orders')
    expect(await tables.snapshot('orders')).toBeUndefined()
  })

  it('part rows by columns, null among their values', async () => {
    await using tables = await localTables(format)
    const table = tableOf('visits', {
      id: KEY,
      place: { data_type: 'text', partition: true },
      day: { data_type: 'date', partition: true },
    })
    const select = `SELECT i AS id, [NULL, 'a/b', 'é=%', ' '][i % 4 + 1] AS place, [NULL, DATE '2024-02-29'][i % 2 + 1] AS day FROM range(8) r(i)`
    await tables.load({ tables: [table], rows: { visits: select } })
    expect((await tables.snapshot('visits'))?.files).toHaveLength(4)
    expect(await tables.rows('visits', 'SELECT id, place, day FROM t ORDER BY id LIMIT 4')).toEqual([
      [0n, null, null],
      [1n, 'a/b', '2024-02-29'],
      [2n, 'é=%', null],
      [3n, ' ', '2024-02-29'],
    ])
    const merging = { ...table, write_disposition: 'merge' } as const
    await tables.load({
      mode: 'merge',
      tables: [merging],
      rows: { visits: `SELECT 0 AS id, 'moved' AS place, NULL::DATE AS day` },
    })
    expect(await tables.rows('visits', 'SELECT id, place FROM t WHERE id < 2 ORDER BY id')).toEqual([
      [0n, 'moved'],
      [1n, 'a/b'],
    ])
  })

  it('refuse merges that can never work before a load begins', () => {
    expect(() => format.check(merged('scd2'))).toThrow(/scd2/)
    expect(() => format.check({ ...merged('upsert'), columns: new Map() })).toThrow(/no primary key/)
    expect(() =>
      format.check(
        merged('upsert', {
          columns: new Map([...orders.columns, ['Filename', { name: 'Filename', data_type: 'text' }]]),
        }),
      ),
    ).toThrow(/column Filename/)
    expect(() => format.check(merged('upsert'))).not.toThrow()
  })
})
