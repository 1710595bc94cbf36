import { DestinationError, SchemaError } from '../../../../errors/tolva-error.ts'
import { columnsWith } from '../../../../schema/column-props.ts'
import type { Json, Table } from '../../../../schema/stored.ts'
import { quoteName } from '../../../../sql/quote-name.ts'
import type { IcebergField, PartitionField, PartitionSpec } from './metadata.ts'

const FIRST_FIELD_ID = 1000

/** The hint in which dlt's adapter keeps partitions. */
const HINT = 'x-iceberg-partition'

/** How the values of a partition field are computed, and how they lie in a manifest. */
export interface PartitionPart {
  readonly field: PartitionField
  /** SQL of a text. */
  readonly sql: string
  /** Of the manifest's records. */
  readonly avro: Json
  /** The text as a manifest's record holds it. */
  toValue(text: string): string | number | bigint | boolean
}

/** The partitions that a new table gets: those of dlt's hint, else of columns that are marked. */
export function partitionSpecFor(table: Table, fields: readonly IcebergField[]): PartitionSpec {
  const hinted = table[HINT]
  const marked = columnsWith(table, 'partition').map((name) => ({ transform: 'identity', source_column: name }))
  const wanted = Array.isArray(hinted) ? [...marked, ...hinted] : marked
  return {
    'spec-id': 0,
    fields: wanted.map((one: Json, index) => {
      const { source, transform, name } = readHint(one, table.name)
      const field = fields.find((candidate) => candidate.name === source)
      if (field === undefined) {
        throw new SchemaError(`table ${table.name} is to be partitioned by ${source}, which it has not`, {
          code: 'unknown_partition_column',
          hint: 'Correct the name in the partition hint.',
          context: { table: table.name, column: source },
        })
      }
      return { 'source-id': field.id, 'field-id': FIRST_FIELD_ID + index, transform, name }
    }),
  }
}

function readHint(
  hint: Json,
  table: string,
): { readonly source: string; readonly transform: string; readonly name: string } {
  if (hint === null || typeof hint !== 'object' || Array.isArray(hint) || !('source_column' in hint)) {
    throw new SchemaError(`table ${table} has a partition hint that names no column`, {
      code: 'bad_partition_hint',
      hint: 'Write { "source_column": "…", "transform": "day" }.',
      context: { table },
    })
  }
  const source = String(hint.source_column)
  const kind = String(hint.transform ?? 'identity')
  const param = hint.param_value
  const transform = param === undefined || param === null ? kind : `${kind}[${param}]`
  const suffixes: Readonly<Record<string, string>> = {
    identity: '',
    bucket: `_bucket_${param}`,
    truncate: `_trunc_${param}`,
  }
  const name = hint.partition_field ?? `${source}${suffixes[kind] ?? `_${kind}`}`
  return { source, transform, name: String(name) }
}

const INT = { avro: 'int', toValue: Number } as const
const LONG = { avro: 'long', toValue: BigInt } as const
const TEXT = { avro: 'string', toValue: String } as const

/** Iceberg type → how its value is written where it is the partition itself. */
const IDENTITY: Readonly<
  Record<string, Omit<PartitionPart, 'field' | 'sql'> & { readonly sql: (name: string) => string }>
> = {
  string: { ...TEXT, sql: (name) => name },
  int: { ...INT, sql: asText },
  long: { ...LONG, sql: asText },
  boolean: { avro: 'boolean', toValue: (text) => text === 'true', sql: asText },
  date: { avro: { type: 'int', logicalType: 'date' }, toValue: Number, sql: days },
  timestamp: {
    avro: { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': false },
    toValue: BigInt,
    sql: (name) => asText(`epoch_us(${name})`),
  },
  timestamptz: {
    avro: { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': true },
    toValue: BigInt,
    sql: (name) => asText(`epoch_us(${name})`),
  },
}

/** @throws DestinationError `unsupported_table_feature` for partitions whose values cannot be computed here. */
export function partitionParts(
  spec: PartitionSpec,
  fields: readonly IcebergField[],
  table: string,
): readonly PartitionPart[] {
  return spec.fields.flatMap((field) => {
    // A partition that was given up keeps its place without values.
    const source = fields.find(({ id }) => id === field['source-id'])
    const made = source && makePart(field, source)
    if (made) return [made]
    throw new DestinationError(
      `Iceberg table ${table} is partitioned by ${field.transform} of ${source?.name ?? 'a column that is gone'}, which is not supported here`,
      {
        code: 'unsupported_table_feature',
        hint: 'Partition by identity (texts, integers, dates, timestamps), year, month, day, hour or truncate.',
        context: { table },
      },
    )
  })
}

function makePart(field: PartitionField, { name, type }: IcebergField): PartitionPart | undefined {
  const quoted = quoteName(name)
  const [, kind = '', width = ''] = /^(\w+)(?:\[(\d+)\])?$/.exec(field.transform) ?? []
  const isTime = type === 'date' || type === 'timestamp' || type === 'timestamptz'
  const identity = typeof type === 'string' ? IDENTITY[type] : undefined
  if (kind === 'identity' && identity) return { ...identity, field, sql: identity.sql(quoted) }
  if (kind === 'year' && isTime) return { ...INT, field, sql: asText(`year(${quoted}) - 1970`) }
  if (kind === 'month' && isTime)
    return { ...INT, field, sql: asText(`(year(${quoted}) - 1970) * 12 + month(${quoted}) - 1`) }
  if (kind === 'day' && isTime)
    return { field, avro: { type: 'int', logicalType: 'date' }, toValue: Number, sql: days(`CAST(${quoted} AS DATE)`) }
  if (kind === 'hour' && isTime && type !== 'date') {
    return { ...INT, field, sql: asText(`CAST(floor(epoch_us(${quoted}) / 3600000000) AS BIGINT)`) }
  }
  if (kind === 'truncate' && type === 'string') return { ...TEXT, field, sql: `left(${quoted}, ${width})` }
  if (kind === 'truncate' && (type === 'int' || type === 'long')) {
    return {
      ...(type === 'int' ? INT : LONG),
      field,
      sql: asText(`${quoted} - (((${quoted} % ${width}) + ${width}) % ${width})`),
    }
  }
  return undefined
}

function days(date: string): string {
  return asText(`date_diff('day', DATE '1970-01-01', ${date})`)
}

function asText(sql: string): string {
  return `CAST(${sql} AS VARCHAR)`
}
