import type { Capabilities } from '../../capabilities/capabilities.ts'
import { TABLE_FORMAT_STRATEGIES } from './table-formats/merge-strategies.ts'

/** What a place for files can do. Job files are the dataset itself, so they are as others read them. */
export const filesystemCapabilities: Capabilities = {
  formats: ['parquet', 'jsonl', 'csv'],
  mergeStrategies: [],
  tableFormats: {
    delta: { mergeStrategies: TABLE_FORMAT_STRATEGIES, altersTypes: false },
    iceberg: { mergeStrategies: TABLE_FORMAT_STRATEGIES, altersTypes: false },
  },
  replaceStrategies: ['truncate-and-insert'],
  identifier: { maxLength: 65_536, fold: 'sensitive' },
  transactions: 'none',
  decimal: { precision: 38, scale: 9, weiPrecision: 38 },
  timestampPrecision: 6,
  unsupportedTypes: [],
  nulCharacters: true,
  maxColumns: 10_000,
  guardsNotNull: false,
  altersTypes: true,
  localFiles: false,
  compression: 'zstd',
  spelling: 'exchange',
  queries: 'duckdb',
}
