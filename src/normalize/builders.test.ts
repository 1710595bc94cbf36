import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TablePage } from '../formats/parquet/plain-page.ts'
import { readPage } from '../formats/parquet/read-page.ts'
import type { Column } from '../schema/stored.ts'
import { type Builders, createBuilders } from './builders.ts'

const text = (name: string): Column => ({ name, data_type: 'text' })
const bigint = (name: string): Column => ({ name, data_type: 'bigint' })

function flushed(builders: Builders): Record<string, Record<string, unknown[]>> {
  const tables: Record<string, Record<string, unknown[]>> = {}
  builders.flush((page: TablePage) => {
    tables[page.table] = Object.fromEntries(page.columns.map((column) => [column.column.name, readPage(column)]))
  })
  return tables
}

const childId = (parent: string, table: string, index: number) =>
  createHash('shake128', { outputLength: 10 }).update(`${parent}_${table}_${index}`).digest('base64').slice(0, 14)

describe('builders', () => {
  it('hand over every kind of value, with nulls where nothing was set', () => {
    const builders = createBuilders({ loadId: '1.5' })
    const table = builders.addTable({ name: 't' })
    const types = [
      'bool',
      'bigint',
      'double',
      'text',
      'timestamp',
      'date',
      'time',
      'binary',
      'json',
      'decimal',
      'wei',
    ] as const
    const column = Object.fromEntries(types.map((type) => [type, table.addColumn({ name: type, data_type: type })]))
    for (let at = 0; at < 3; at++) {
      builders.mark()
      const row = table.beginRow(-1, -1)
      if (at === 1) continue
      column.bool!.setBool(row, at === 0)
      column.bigint!.setInt(row, at === 0 ? -(2n ** 63n) : -5)
      column.double!.setDouble(row, at === 0 ? -0 : 1e300)
      column.text!.setText(row, at === 0 ? 'größe 数据 😀' : '')
      column.timestamp!.setInt(row, -1)
      column.date!.setInt(row, -719162)
      column.time!.setInt(row, 86_399_999_999)
      column.binary!.setBytes(row, Uint8Array.of(0, 255))
      column.json!.setText(row, '{"a":1}')
      column.decimal!.setText(row, '1.50')
      column.wei!.setText(row, `${2n ** 255n}`)
    }
    expect(flushed(builders).t).toEqual({
      bool: [true, null, false],
      bigint: [-(2n ** 63n), null, -5n],
      double: [-0, null, 1e300],
      text: ['größe 数据 😀', null, ''],
      timestamp: [-1n, null, -1n],
      date: [-719162, null, -719162],
      time: [86_399_999_999n, null, 86_399_999_999n],
      binary: [Uint8Array.of(0, 255), null, Uint8Array.of(0, 255)],
      json: ['{"a":1}', null, '{"a":1}'],
      decimal: ['1.50', null, '1.50'],
      wei: [`${2n ** 255n}`, null, `${2n ** 255n}`],
    })
  })

  it('derive ids of children from their parents and link them to parent and root', () => {
    const builders = createBuilders({ loadId: '17.25', random: (bytes) => bytes.fill(255) })
    const root = builders.addTable({ name: 'r' })
    root.addColumn(text('_dlt_load_id'))
    const id = root.addColumn(text('_dlt_id'))
    const child = builders.addTable({ name: 'r__c', parent: root })
    for (const name of ['_dlt_root_id', '_dlt_parent_id']) child.addColumn(text(name))
    child.addColumn(bigint('_dlt_list_idx'))
    child.addColumn(text('_dlt_id'))
    const grand = builders.addTable({ name: 'r__c__g', parent: child })
    for (const name of ['_dlt_root_id', '_dlt_parent_id', '_dlt_id']) grand.addColumn(text(name))
    root.beginRow(-1, -1)
    const second = root.beginRow(-1, -1)
    id.setText(second, 'an id of my own')
    child.beginRow(0, 0, 0)
    const last = child.beginRow(second, second, 12)
    grand.beginRow(last, second, 3)
    const random = '33333333333333'
    const c0 = childId(random, 'r__c', 0)
    const c1 = childId('an id of my own', 'r__c', 12)
    expect(flushed(builders)).toEqual({
      r: { _dlt_load_id: ['17.25', '17.25'], _dlt_id: [random, 'an id of my own'] },
      r__c: {
        _dlt_root_id: [random, 'an id of my own'],
        _dlt_parent_id: [random, 'an id of my own'],
        _dlt_list_idx: [0n, 12n],
        _dlt_id: [c0, c1],
      },
      r__c__g: { _dlt_root_id: ['an id of my own'], _dlt_parent_id: [c1], _dlt_id: [childId(c1, 'r__c__g', 3)] },
    })
  })

  it('forget a root row and its children on rollback, and nothing else', () => {
    const builders = createBuilders({ loadId: '1' })
    const root = builders.addTable({ name: 'r' })
    const name = root.addColumn(text('name'))
    const child = builders.addTable({ name: 'c', parent: root })
    const value = child.addColumn(bigint('value'))
    const addRow = (label: string, count: number) => {
      builders.mark()
      const row = root.beginRow(-1, -1)
      name.setText(row, label)
      for (let at = 0; at < count; at++) value.setInt(child.beginRow(row, row, at), at)
    }
    addRow('kept', 3)
    addRow('x'.repeat(100_000), 5_000)
    builders.rollback()
    builders.mark()
    root.beginRow(-1, -1)
    child.beginRow(1, 1, 0)
    expect(flushed(builders)).toEqual({ r: { name: ['kept', null] }, c: { value: [0n, 1n, 2n, null] } })
    expect(builders.isEmpty).toBe(true)
  })

  it('take a column in the middle of a row; earlier rows are null in it', () => {
    const builders = createBuilders({ loadId: '1' })
    const root = builders.addTable({ name: 'r' })
    for (let at = 0; at < 300; at++) root.beginRow(-1, -1)
    builders.mark()
    const row = root.beginRow(-1, -1)
    root.addColumn(text('late')).setText(row, 'here')
    expect(flushed(builders).r!.late).toEqual([...Array(300).fill(null), 'here'])
  })

  it('ask for a flush at their limits, yet grow on where one row is larger', () => {
    const builders = createBuilders({ loadId: '1' })
    const root = builders.addTable({ name: 'r' })
    const body = root.addColumn(text('body'))
    body.setText(root.beginRow(-1, -1), 'small')
    expect(builders.isFull).toBe(false)
    const large = 'ü'.repeat(20_000_000)
    body.setText(root.beginRow(-1, -1), large)
    expect(builders.isFull).toBe(true)
    expect(flushed(builders).r!.body![1] === large).toBe(true)
    expect(builders.isFull).toBe(false)
    for (let at = 0; at < 20_000; at++) root.beginRow(-1, -1)
    expect(builders.isFull).toBe(true)
    expect(flushed(builders).r!.body).toHaveLength(20_000)
  })

  it('keep hundreds of columns and tables apart while cursors grow', () => {
    const builders = createBuilders({ loadId: '1' })
    const tables = Array.from({ length: 200 }, (_, at) => builders.addTable({ name: `t${at}` }))
    builders.mark()
    for (const table of tables) {
      const row = table.beginRow(-1, -1)
      for (const name of ['a', 'b', 'c']) table.addColumn(text(name)).setText(row, `${table.name}.${name}`)
    }
    const pages = flushed(builders)
    expect(pages.t199).toEqual({ a: ['t199.a'], b: ['t199.b'], c: ['t199.c'] })
    expect(pages.t0).toEqual({ a: ['t0.a'], b: ['t0.b'], c: ['t0.c'] })
  })

  it.each([
    ['half of a surrogate pair', 'lone_surrogate', (b: Builders) => b.table('r')!.column('t')!.setText(0, '\ud800')],
    [
      'an integer beyond 64 bits',
      'not_an_int64',
      (b: Builders) =>
        b
          .table('r')!
          .column('i')!
          .setInt(0, 2n ** 63n),
    ],
    ['a fraction as an integer', 'not_an_int64', (b: Builders) => b.table('r')!.column('i')!.setInt(0, 1.5)],
    ['text in an integer column', 'wrong_setter', (b: Builders) => b.table('r')!.column('i')!.setText(0, 'x')],
    ['a second table of that name', 'table_added_twice', (b: Builders) => b.addTable({ name: 'r' })],
  ])('refuse %s', (_, code, act) => {
    const builders = createBuilders({ loadId: '1' })
    const table = builders.addTable({ name: 'r' })
    table.addColumn(text('t'))
    table.addColumn(bigint('i'))
    table.beginRow(-1, -1)
    expect(() => act(builders)).toThrow(expect.objectContaining({ code }))
  })
})
