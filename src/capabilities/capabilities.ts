import type { DataType } from '../values/kinds.ts'

/** `copy`, `copy_binary`: the two streams of PostgreSQL's COPY, as text and as its types send themselves. */
export type FileFormat = 'parquet' | 'jsonl' | 'csv' | 'insert_values' | 'copy' | 'copy_binary'
export type MergeStrategy = 'delete-insert' | 'upsert' | 'insert-only' | 'scd2' | 'cdc'
export type ReplaceStrategy = 'truncate-and-insert' | 'insert-from-staging' | 'staging-optimized'

/** What a destination can do. Data only: nobody asks a destination for its name to decide something. */
export interface Capabilities {
  /** Job file formats it loads, the preferred one first. */
  readonly formats: readonly FileFormat[]
  /** How it merges tables that ask for no table format, its default first; empty: not at all. */
  readonly mergeStrategies: readonly MergeStrategy[]
  /** Table formats that it makes where a resource asks for one; absent: it has tables of its own, whatever is asked for. */
  readonly tableFormats?: Readonly<Record<string, TableFormatAbilities>>
  readonly replaceStrategies: readonly ReplaceStrategy[]
  readonly identifier: {
    /** In code points; tables and columns alike. */
    readonly maxLength: number
    /** How the engine compares identifiers. */
    readonly fold: 'insensitive' | 'lower' | 'upper' | 'sensitive'
  }
  readonly transactions: 'ddl' | 'dml' | 'none'
  /** Default precision and scale of `decimal`, and the digits of `wei`. */
  readonly decimal: { readonly precision: number; readonly scale: number; readonly weiPrecision: number }
  readonly timestampPrecision: number
  /** Types it has no column type for. */
  readonly unsupportedTypes: readonly DataType[]
  /** false: NUL characters are taken out of texts and counted. */
  readonly nulCharacters: boolean
  /** Bytes of UTF-8 that a text may have; absent: no limit that matters. */
  readonly maxTextBytes?: number
  /** true: a longer text is cut and counted. Absent: it is an error before anything is loaded. */
  readonly cutsLongTexts?: boolean
  readonly maxColumns: number
  /** true: it refuses rows that lack a value of a column which must have one. */
  readonly guardsNotNull: boolean
  /** true: a column can get another type in the transaction that loads rows for it. */
  readonly altersTypes: boolean
  /** true: data goes into files of this machine, beside the project unless a path says otherwise. */
  readonly localFiles: boolean
  /** Codec of job files as Parquet that are read where they are written. */
  readonly compression: 'none' | 'zstd'
  /**
   * `own`: job files are read by the loader alone, which casts what they hold as text. `exchange`: others read them too, so they
   * are as dlt writes them: decimals are decimals, documents stand inline, lines are compressed by gzip.
   */
  readonly spelling: 'own' | 'exchange'
  /** Absent: job files are loaded from where they are written, and from nowhere else. */
  readonly staging?: StagingAbilities
  /** Whose SQL reads a dataset; absent: statements that others wrote cannot be judged, and are refused. */
  readonly queries?: 'duckdb' | 'postgres' | 'redshift'
  /** Types that files of a format cannot bring there; a table that has such gets another format. Absent: they bring all. */
  readonly unsupportedInFiles?: Partial<Record<FileFormat, readonly DataType[]>>
}

/** How job files are taken from a place for files. */
export interface StagingAbilities {
  /** The preferred one first. */
  readonly formats: readonly FileFormat[]
  /** What the URL of such a place may begin with. */
  readonly schemes: readonly ('file' | 's3' | 'gs' | 'az')[]
  /** Rows of one table that a load may bring without such a place. */
  readonly maxRowsWithout: number
}

export interface TableFormatAbilities {
  /** How tables of this format are merged, the default first; empty: not at all. */
  readonly mergeStrategies: readonly MergeStrategy[]
  /** true: a column of such a table can get another type. */
  readonly altersTypes: boolean
}
