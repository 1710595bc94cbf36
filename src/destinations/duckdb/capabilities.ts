import type { Capabilities } from '../../capabilities/capabilities.ts'

/** What a DuckDB file can do. Job files are read where they are written, so they stay uncompressed. */
export const duckDbCapabilities: Capabilities = {
  formats: ['parquet', 'jsonl'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2', 'cdc'],
  replaceStrategies: ['truncate-and-insert', 'insert-from-staging', 'staging-optimized'],
  identifier: { maxLength: 65_536, fold: 'insensitive' },
  transactions: 'ddl',
  decimal: { precision: 38, scale: 9, weiPrecision: 38 },
  timestampPrecision: 6,
  unsupportedTypes: [],
  nulCharacters: true,
  maxColumns: 10_000,
  guardsNotNull: true,
  altersTypes: true,
  localFiles: true,
  compression: 'none',
  spelling: 'own',
  queries: 'duckdb',
}
