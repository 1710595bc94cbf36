import type { Json } from '../../../../schema/stored.ts'
import type { PartitionPart } from './partitions.ts'

const field = (name: string, id: number, type: Json) => ({ name, type, 'field-id': id })
const optional = (name: string, id: number, type: Json) => ({
  name,
  type: ['null', type],
  default: null,
  'field-id': id,
})

/** Maps by column id are lists of pairs, as Avro's own maps have texts as keys. */
const byColumn = (
  name: string,
  id: number,
  { key, value, type }: { readonly key: number; readonly value: number; readonly type: Json },
) =>
  optional(name, id, {
    type: 'array',
    logicalType: 'map',
    items: {
      type: 'record',
      name: `k${key}_v${value}`,
      fields: [field('key', key, 'int'), field('value', value, type)],
    },
  })

/** The Avro schema of a manifest whose files are parted so, as JSON text. */
export function manifestSchema(parts: readonly PartitionPart[]): string {
  const partition = parts.map(({ field: { name, 'field-id': id }, avro }) => optional(avroName(name), id, avro))
  const fields = [
    field('content', 134, 'int'),
    field('file_path', 100, 'string'),
    field('file_format', 101, 'string'),
    field('partition', 102, { type: 'record', name: 'r102', fields: partition }),
    field('record_count', 103, 'long'),
    field('file_size_in_bytes', 104, 'long'),
    byColumn('column_sizes', 108, { key: 117, value: 118, type: 'long' }),
    byColumn('value_counts', 109, { key: 119, value: 120, type: 'long' }),
    byColumn('null_value_counts', 110, { key: 121, value: 122, type: 'long' }),
    byColumn('nan_value_counts', 137, { key: 138, value: 139, type: 'long' }),
    byColumn('lower_bounds', 125, { key: 126, value: 127, type: 'bytes' }),
    byColumn('upper_bounds', 128, { key: 129, value: 130, type: 'bytes' }),
    optional('key_metadata', 131, 'bytes'),
    optional('split_offsets', 132, { type: 'array', items: 'long', 'element-id': 133 }),
    optional('equality_ids', 135, { type: 'array', items: 'int', 'element-id': 136 }),
    optional('sort_order_id', 140, 'int'),
  ]
  return JSON.stringify({
    type: 'record',
    name: 'manifest_entry',
    fields: [
      field('status', 0, 'int'),
      optional('snapshot_id', 1, 'long'),
      optional('sequence_number', 3, 'long'),
      optional('file_sequence_number', 4, 'long'),
      field('data_file', 2, { type: 'record', name: 'r2', fields }),
    ],
  })
}

/** The Avro schema of a list of manifests, as JSON text. */
export const MANIFEST_LIST_SCHEMA = JSON.stringify({
  type: 'record',
  name: 'manifest_file',
  fields: [
    field('manifest_path', 500, 'string'),
    field('manifest_length', 501, 'long'),
    field('partition_spec_id', 502, 'int'),
    field('content', 517, 'int'),
    field('sequence_number', 515, 'long'),
    field('min_sequence_number', 516, 'long'),
    field('added_snapshot_id', 503, 'long'),
    field('added_files_count', 504, 'int'),
    field('existing_files_count', 505, 'int'),
    field('deleted_files_count', 506, 'int'),
    field('added_rows_count', 512, 'long'),
    field('existing_rows_count', 513, 'long'),
    field('deleted_rows_count', 514, 'long'),
    optional('partitions', 507, {
      type: 'array',
      'element-id': 508,
      items: {
        type: 'record',
        name: 'r508',
        fields: [
          field('contains_null', 509, 'boolean'),
          optional('contains_nan', 518, 'boolean'),
          optional('lower_bound', 510, 'bytes'),
          optional('upper_bound', 511, 'bytes'),
        ],
      },
    }),
    optional('key_metadata', 519, 'bytes'),
  ],
})

/** Names in Avro hold letters, digits and underscores. */
export function avroName(name: string): string {
  return name
    .replace(/[^A-Za-z0-9_]/g, (sign) => `_x${sign.codePointAt(0)?.toString(16).toUpperCase()}`)
    .replace(/^(?=\d)/, '_')
}
