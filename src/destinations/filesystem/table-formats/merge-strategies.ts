import type { MergeStrategy } from '../../../capabilities/capabilities.ts'

/** How tables of every format are merged, the default first. */
export const TABLE_FORMAT_STRATEGIES: readonly MergeStrategy[] = ['upsert', 'insert-only', 'cdc']
