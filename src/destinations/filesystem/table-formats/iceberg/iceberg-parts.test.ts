import { describe, expect, it } from 'vitest'
import { tableOf } from '../../../../../test/tables/local-tables.ts'
import { readAvro, writeAvro } from './avro-file.ts'
import { boundFromBytes, boundToBytes } from './bound-bytes.ts'
import { avroName } from './manifest-schemas.ts'
import { formatMetadata, parseMetadata } from './metadata-text.ts'
import { partitionParts, partitionSpecFor } from './partitions.ts'

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))

describe('metadata', () => {
  it('keeps ids of 64 bits', () => {
    const text =
      '{"format-version":2,"location":"/x","current-snapshot-id":9223372036854775807,"snapshots":[{"snapshot-id":9223372036854775807,"parent-snapshot-id":-5}],"note":"1"}'
    const metadata = parseMetadata(Buffer.from(text), 'f')
    expect(metadata['current-snapshot-id']).toBe('9223372036854775807')
    expect(formatMetadata(metadata)).toBe(text)
  })

  it('of other versions, or none at all, is refused with its file', () => {
    expect(() => parseMetadata(bytes({ 'format-version': 3, location: '/x' }), 'f')).toThrow('has format version 3')
    const mapped = { 'format-version': 2, location: '/x', properties: { 'schema.name-mapping.default': '[]' } }
    expect(() => parseMetadata(bytes(mapped), 'f')).toThrow('without ids of columns')
    expect(() => parseMetadata(Buffer.from('{'), 'f')).toThrow('the metadata of an Iceberg table is not readable')
  })
})

describe('an Avro file', () => {
  const schema = JSON.stringify({
    type: 'record',
    name: 'r',
    fields: [{ name: 'a', type: ['null', 'long'], 'field-id': 7 }],
  })

  it('comes back with longs of 64 bits, attributes of fields and metadata', async () => {
    const records = [{ a: 2n ** 62n + 1n }, { a: null }, { a: -1n }]
    const file = await readAvro(await writeAvro({ schema, metadata: { content: 'data' }, records }), 'f')
    expect(file.records.map((record) => ({ ...Object(record) }))).toEqual(records)
    expect(file.schema).toBe(schema)
    expect(file.metadata.content).toBe('data')
    expect((await readAvro(await writeAvro({ schema, metadata: {}, records: [] }), 'f')).records).toEqual([])
  })

  it('that is cut off or of an unknown codec is refused', async () => {
    const whole = await writeAvro({ schema, metadata: {}, records: [{ a: 1n }] })
    await expect(readAvro(whole.subarray(0, -20), 'f')).rejects.toMatchObject({
      code: 'table_log_broken',
      context: { file: 'f' },
    })
    const snappy = Buffer.from(Buffer.from(whole).toString('latin1').replace('\x0edeflate', '\x0csnappy'), 'latin1')
    await expect(readAvro(snappy, 'f')).rejects.toMatchObject({
      code: 'unsupported_table_feature',
      message: expect.stringContaining('snappy'),
    })
  })
})

it.each([
  ['long', '-9007199254740993'],
  ['int', '-7'],
  ['string', 'ä'],
  ['date', '1969-12-31'],
])('bounds of type %s come back', (type, text) => {
  const written = boundToBytes(text, type)
  expect(written && boundFromBytes(written, type)).toBe(text)
})

describe('partitions', () => {
  const fields = [
    { id: 1, name: 'at', type: 'timestamptz', required: false },
    { id: 2, name: 'place', type: 'string', required: false },
    { id: 3, name: 'n', type: 'long', required: false },
  ]
  const table = (hint: unknown) => ({
    ...tableOf('visits', { place: { data_type: 'text', partition: true } }),
    'x-iceberg-partition': JSON.parse(JSON.stringify(hint)),
  })

  it('come from the columns that are marked and from the hint of dlt’s adapter', () => {
    const hint = [
      { transform: 'day', source_column: 'at' },
      { transform: 'bucket', source_column: 'n', param_value: 8 },
      { transform: 'truncate', source_column: 'n', param_value: 3, partition_field: 'mine' },
    ]
    expect(partitionSpecFor(table(hint), fields).fields).toEqual([
      { 'source-id': 2, 'field-id': 1000, transform: 'identity', name: 'place' },
      { 'source-id': 1, 'field-id': 1001, transform: 'day', name: 'at_day' },
      { 'source-id': 3, 'field-id': 1002, transform: 'bucket[8]', name: 'n_bucket_8' },
      { 'source-id': 3, 'field-id': 1003, transform: 'truncate[3]', name: 'mine' },
    ])
  })

  it('whose values cannot be computed are refused, as are those of columns that are not there', () => {
    const spec = partitionSpecFor(table([{ transform: 'bucket', source_column: 'n', param_value: 8 }]), fields)
    expect(() => partitionParts(spec, fields, 'visits')).toThrow('is partitioned by bucket[8] of n')
    expect(() => partitionSpecFor(table([{ source_column: 'nowhere' }]), fields)).toThrow(
      'partitioned by nowhere, which it has not',
    )
    expect(() => partitionSpecFor(table(['at']), fields)).toThrow('names no column')
  })

  it('have names that Avro takes', () => {
    expect(avroName('a b')).toBe('a_x20b')
    expect(avroName('1a')).toBe('_1a')
  })
})
