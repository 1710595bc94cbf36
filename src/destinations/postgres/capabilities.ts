import type { Capabilities } from '../../capabilities/capabilities.ts'

/** What PostgreSQL 15 and newer can do. Names are quoted, so it tells them apart by case. */
export const postgresCapabilities: Capabilities = {
  formats: ['copy_binary', 'copy', 'csv'],
  mergeStrategies: ['delete-insert', 'upsert', 'scd2', 'insert-only', 'cdc'],
  replaceStrategies: ['truncate-and-insert', 'insert-from-staging', 'staging-optimized'],
  identifier: { maxLength: 63, fold: 'sensitive' },
  transactions: 'ddl',
  decimal: { precision: 38, scale: 9, weiPrecision: 156 },
  timestampPrecision: 6,
  unsupportedTypes: [],
  nulCharacters: false,
  maxColumns: 1_600,
  guardsNotNull: true,
  altersTypes: true,
  localFiles: false,
  compression: 'none',
  spelling: 'own',
  queries: 'postgres',
}
