import type { MergeStrategy } from '../../capabilities/capabilities.ts'
import { DestinationError, SchemaError } from '../../errors/tolva-error.ts'
import { mergeStrategyOf } from '../../schema/merge-strategy.ts'
import { cdc } from './cdc.ts'
import { deleteInsert } from './delete-insert.ts'
import { insertOnly } from './insert-only.ts'
import { scd2 } from './scd2.ts'
import { keyColumns, type StagedChain } from './staged-chain.ts'
import { upsert } from './upsert.ts'

const STRATEGIES: Readonly<Record<MergeStrategy, (chain: StagedChain) => readonly string[]>> = {
  'delete-insert': deleteInsert,
  upsert: (chain) => upsert(chain),
  'insert-only': insertOnly,
  scd2,
  cdc,
}

const KEYED: readonly string[] = ['upsert', 'insert-only', 'cdc']

/**
 * The statements that bring a staged chain into its tables, by the strategy of its root.
 * @param strategies What the destination can do, its default first.
 * @throws DestinationError `unsupported_merge_strategy`, SchemaError `primary_key_missing`.
 */
export function merge(chain: StagedChain, strategies: readonly MergeStrategy[]): readonly string[] {
  const { table } = chain.root
  const name = mergeStrategyOf(new Map([[table.name, table]]), table, strategies[0])
  const strategy = strategies.find((one) => one === name)
  if (strategy === undefined) {
    throw new DestinationError(
      `table ${table.name} is to be merged by ${name}, which ${chain.dialect.name} cannot do`,
      {
        code: 'unsupported_merge_strategy',
        hint: strategies.length === 0 ? 'Use append or replace.' : `Use one of ${strategies.join(', ')}.`,
        context: { table: table.name },
      },
    )
  }
  if (KEYED.includes(strategy) && keyColumns(chain, chain.root, 'primary_key').length === 0) {
    throw new SchemaError(`table ${table.name} is to be merged by ${strategy}, but has no primary key`, {
      code: 'primary_key_missing',
      hint: "Give its resource one, e.g. primaryKey: 'id'.",
      context: { table: table.name },
    })
  }
  return STRATEGIES[strategy](chain)
}
