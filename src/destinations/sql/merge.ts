import type { MergeStrategy } from '../../capabilities/capabilities.ts'
import { cdc } from './cdc.ts'
import { deleteInsert } from './delete-insert.ts'
import { insertOnly } from './insert-only.ts'
import { scd2 } from './scd2.ts'
import type { StagedChain } from './staged-chain.ts'
import { strategyFor } from './strategy-for.ts'
import { upsert } from './upsert.ts'

const STRATEGIES: Readonly<Record<MergeStrategy, (chain: StagedChain) => readonly string[]>> = {
  'delete-insert': deleteInsert,
  upsert: (chain) => upsert(chain),
  'insert-only': insertOnly,
  scd2,
  cdc,
}

/**
 * The statements that bring a staged chain into its tables, by the strategy of its root.
 * @param strategies What the destination can do, its default first.
 * @throws those of `strategyFor`.
 */
export function merge(chain: StagedChain, strategies: readonly MergeStrategy[]): readonly string[] {
  return STRATEGIES[strategyFor(chain.root.table, { strategies, destination: chain.dialect.name })](chain)
}
