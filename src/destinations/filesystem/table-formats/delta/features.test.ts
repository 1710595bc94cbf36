import { expect, test } from 'vitest'
import { tableOf } from '../../../../../test/tables/local-tables.ts'
import type { AddAction, MetadataAction, ProtocolAction } from './actions.ts'
import { checkReadable, checkWritable } from './check-features.ts'
import { protocolFor } from './protocol-for.ts'
import { replay } from './replay.ts'

const ADD: AddAction = { path: 'a', size: 1, partitionValues: {}, modificationTime: 0, dataChange: true }

function state(
  protocol: Partial<ProtocolAction>,
  configuration: MetadataAction['configuration'] = {},
  add: Partial<AddAction> = {},
) {
  const metaData = { id: 'x', format: { provider: 'parquet' }, schemaString: '{}', partitionColumns: [], configuration }
  const actions = [
    { protocol: { minReaderVersion: 1, minWriterVersion: 2, ...protocol } },
    { metaData },
    { add: { ...ADD, ...add } },
  ]
  return replay([{ version: 0, actions }])
}

test.each([
  ['v2Checkpoint', state({ minReaderVersion: 3, readerFeatures: ['timestampNtz', 'v2Checkpoint'] })],
  ['column mapping', state({ minReaderVersion: 2 }, { 'delta.columnMapping.mode': 'name' })],
  ['deletion vectors', state({}, {}, { deletionVector: { storageType: 'u' } })],
  ['reader version 4', state({ minReaderVersion: 4 })],
])('a table that uses %s is refused by that name', (what, strange) => {
  expect(() => checkReadable(strange, 'orders')).toThrow(`Delta table orders uses ${what}, which is not supported here`)
})

test('a table that could use such features and does not is read', () => {
  const features = ['columnMapping', 'deletionVectors', 'timestampNtz']
  expect(() => checkReadable(state({ minReaderVersion: 3, readerFeatures: features }), 'orders')).not.toThrow()
})

test.each([
  ['a change data feed', state({}, { 'delta.enableChangeDataFeed': 'true' }), []],
  ['check constraints', state({}, { 'delta.constraints.positive': 'id > 0' }), []],
  ['icebergCompatV2', state({ minWriterVersion: 7, writerFeatures: ['icebergCompatV2'] }), []],
  [
    'a generated column (day)',
    state({}),
    [{ name: 'day', type: 'date', nullable: true, metadata: { 'delta.generationExpression': 'x' } }],
  ],
])('a table that asks %s of its writers is not written to', (what, strange, fields) => {
  const next = { table: tableOf('orders', {}), mode: 'append' } as const
  expect(() => checkWritable(strange, fields, next)).toThrow(`uses ${what}, which`)
})

test('a table for new rows only takes no others', () => {
  const only = state({}, { 'delta.appendOnly': 'true' })
  const table = tableOf('orders', {})
  expect(() => checkWritable(only, [], { table, mode: 'append' })).not.toThrow()
  expect(() => checkWritable(only, [], { table, mode: 'merge' })).toThrow('takes only new rows (delta.appendOnly)')
})

test('points in time without a zone raise the protocol, with what an older one implies', () => {
  const naive = [{ name: 'at', type: 'TIMESTAMP', nullable: true }]
  expect(protocolFor(undefined, [])).toEqual({ minReaderVersion: 1, minWriterVersion: 2 })
  expect(protocolFor({ minReaderVersion: 1, minWriterVersion: 2 }, [])).toBeUndefined()
  const raised = protocolFor({ minReaderVersion: 1, minWriterVersion: 3 }, naive)
  expect(raised).toEqual({
    minReaderVersion: 3,
    minWriterVersion: 7,
    readerFeatures: ['timestampNtz'],
    writerFeatures: ['appendOnly', 'invariants', 'checkConstraints', 'timestampNtz'],
  })
  expect(protocolFor(raised, naive)).toBeUndefined()
})
