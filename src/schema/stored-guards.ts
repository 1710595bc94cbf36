import { isDataType } from './data-types.ts'
import { isJsonObject } from './json-object.ts'
import type { Column, Schema, Table } from './stored.ts'

const FLAGS = [
  'nullable',
  'timezone',
  'primary_key',
  'merge_key',
  'row_key',
  'parent_key',
  'root_key',
  'unique',
  'sort',
  'partition',
  'cluster',
  'variant',
  'hard_delete',
  'incremental',
] as const satisfies readonly (keyof Column)[]

const DISPOSITIONS: ReadonlySet<unknown> = new Set(['append', 'replace', 'merge', 'skip'])

/** Whether a parsed value can be read as a column: each known property is absent, null or of its type. */
export function isColumn(value: unknown): value is Column {
  if (!isJsonObject(value) || typeof value.name !== 'string') return false
  const { data_type, precision, scale, description, dedup_sort } = value
  return (
    (absent(data_type) || isDataType(data_type)) &&
    [precision, scale].every((number) => absent(number) || typeof number === 'number') &&
    (absent(description) || typeof description === 'string') &&
    (absent(dedup_sort) || dedup_sort === 'asc' || dedup_sort === 'desc' || dedup_sort === false) &&
    FLAGS.every((flag) => absent(value[flag]) || typeof value[flag] === 'boolean')
  )
}

/** Whether a parsed value, its columns being a map already, can be read as a table. */
export function isTable(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Table {
  const texts = [value.resource, value.parent, value.description, value.table_format, value.file_format]
  return (
    typeof value.name === 'string' &&
    value.columns instanceof Map &&
    (absent(value.write_disposition) || DISPOSITIONS.has(value.write_disposition)) &&
    texts.every((text) => absent(text) || typeof text === 'string') &&
    (absent(value['x-normalizer']) || isJsonObject(value['x-normalizer']))
  )
}

/** Whether a parsed value can be read as the normalizers of a schema. */
export function isNormalizers(value: unknown): value is Schema['normalizers'] {
  return isJsonObject(value) && typeof value.names === 'string'
}

function absent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}
