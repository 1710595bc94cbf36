import type { Capabilities } from '../../capabilities/capabilities.ts'

/** Of one text of a column, whatever is declared: `varchar(max)`. */
export const MAX_TEXT_BYTES = 65_535

/** Rows of one table that come by INSERT before a load is better off with files in a bucket. */
export const MAX_ROWS_UNSTAGED = 10_000

/** What Amazon Redshift can do. It folds names to lower case, quoted or not, unless a session says otherwise. */
export const redshiftCapabilities: Capabilities = {
  formats: ['jsonl'],
  mergeStrategies: ['delete-insert', 'scd2', 'insert-only'],
  replaceStrategies: ['truncate-and-insert', 'insert-from-staging'],
  identifier: { maxLength: 127, fold: 'lower' },
  transactions: 'ddl',
  decimal: { precision: 38, scale: 9, weiPrecision: 38 },
  timestampPrecision: 6,
  unsupportedTypes: [],
  nulCharacters: false,
  maxTextBytes: MAX_TEXT_BYTES,
  maxColumns: 1_600,
  guardsNotNull: true,
  altersTypes: false,
  localFiles: false,
  compression: 'none',
  spelling: 'exchange',
  queries: 'redshift',
  staging: { formats: ['jsonl', 'parquet'], schemes: ['s3'], maxRowsWithout: MAX_ROWS_UNSTAGED },
}
