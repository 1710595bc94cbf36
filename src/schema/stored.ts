import type { DataType } from '../values/kinds.ts'

/** A JSON value as it stands in a stored schema. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** A column as stored: dlt's keys, verbatim. Absent means the default (nullable true, flags false). */
export interface Column {
  readonly name: string
  /** Absent: the column is incomplete (hinted, no data yet) and is not created at the destination. */
  readonly data_type?: DataType
  readonly nullable?: boolean
  readonly precision?: number
  readonly scale?: number
  readonly timezone?: boolean
  readonly description?: string
  readonly primary_key?: boolean
  readonly merge_key?: boolean
  readonly row_key?: boolean
  readonly parent_key?: boolean
  readonly root_key?: boolean
  readonly unique?: boolean
  readonly sort?: boolean
  readonly partition?: boolean
  readonly cluster?: boolean
  readonly variant?: boolean
  readonly hard_delete?: boolean
  readonly dedup_sort?: 'asc' | 'desc'
  readonly incremental?: boolean
  readonly [extension: `x-${string}`]: Json | undefined
}

export type WriteDisposition = 'append' | 'replace' | 'merge' | 'skip'

/** A table as stored. `columns` keeps insertion order whatever the names are (a JavaScript object would not). */
export interface Table {
  readonly name: string
  readonly columns: ReadonlyMap<string, Column>
  readonly write_disposition?: WriteDisposition
  readonly resource?: string
  /** Set and non-empty: a nested table. */
  readonly parent?: string
  readonly description?: string
  readonly schema_contract?: Json
  readonly table_format?: string
  readonly file_format?: string
  readonly references?: Json
  readonly filters?: Json
  readonly variant_name?: string
  readonly 'x-normalizer'?: { readonly 'seen-data'?: boolean; readonly [key: string]: Json | undefined }
  readonly [extension: `x-${string}`]: Json | undefined
}

/** A schema: immutable data in memory; `schema/stored-form` turns it into dlt's JSON document and back. */
export interface Schema {
  readonly name: string
  readonly version: number
  readonly version_hash: string
  readonly engine_version: number
  readonly previous_hashes: readonly string[]
  readonly imported_version_hash?: string
  readonly description?: string
  readonly tables: ReadonlyMap<string, Table>
  readonly settings: { readonly [key: string]: Json | undefined }
  readonly normalizers: { readonly names: string; readonly [key: string]: Json | undefined }
}
