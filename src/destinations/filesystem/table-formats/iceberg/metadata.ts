import type { Json } from '../../../../schema/stored.ts'

/** A column of an Iceberg schema. */
export interface IcebergField {
  readonly id: number
  readonly name: string
  readonly type: Json
  readonly required: boolean
  readonly [key: string]: Json | undefined
}

export interface IcebergSchema {
  readonly type: 'struct'
  readonly 'schema-id': number
  readonly fields: readonly IcebergField[]
  readonly [key: string]: Json | undefined
}

export interface PartitionField {
  readonly 'source-id': number
  readonly 'field-id': number
  readonly transform: string
  readonly name: string
  readonly [key: string]: Json | undefined
}

export interface PartitionSpec {
  readonly 'spec-id': number
  readonly fields: readonly PartitionField[]
  readonly [key: string]: Json | undefined
}

export interface Snapshot {
  /** Ids are texts here: they take all 64 bits. */
  readonly 'snapshot-id': string
  readonly 'parent-snapshot-id'?: string
  readonly 'sequence-number': number
  readonly 'timestamp-ms': number
  readonly 'manifest-list': string
  readonly summary: Readonly<Record<string, string>>
  readonly 'schema-id'?: number
  readonly [key: string]: Json | undefined
}

/** A metadata file of version 2; what is not named here is kept as it is. */
export interface IcebergMetadata {
  readonly 'format-version': number
  readonly 'table-uuid': string
  readonly location: string
  readonly 'last-sequence-number': number
  readonly 'last-updated-ms': number
  readonly 'last-column-id': number
  readonly 'current-schema-id': number
  readonly schemas: readonly IcebergSchema[]
  readonly 'default-spec-id': number
  readonly 'partition-specs': readonly PartitionSpec[]
  readonly 'last-partition-id': number
  readonly properties?: Readonly<Record<string, string>>
  readonly 'current-snapshot-id'?: string | null
  readonly snapshots?: readonly Snapshot[]
  readonly 'snapshot-log'?: readonly Json[]
  readonly 'metadata-log'?: readonly Json[]
  readonly refs?: { readonly [key: string]: Json | undefined }
  readonly [key: string]: Json | undefined
}
