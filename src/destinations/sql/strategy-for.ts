import type { MergeStrategy } from '../../capabilities/capabilities.ts'
import { DestinationError, SchemaError } from '../../errors/tolva-error.ts'
import { columnsWith } from '../../schema/column-props.ts'
import { mergeStrategyOf } from '../../schema/merge-strategy.ts'
import type { Table } from '../../schema/stored.ts'

const KEYED: readonly string[] = ['upsert', 'insert-only', 'cdc']

/**
 * The strategy by which a root table is merged. Asked before anything is created, so that a refused merge leaves no trace.
 * @param options.strategies What the destination can do, its default first.
 * @throws DestinationError `unsupported_merge_strategy`, SchemaError `primary_key_missing`.
 */
export function strategyFor(
  table: Table,
  options: { readonly strategies: readonly MergeStrategy[]; readonly destination: string },
): MergeStrategy {
  const { strategies, destination } = options
  const name = mergeStrategyOf(new Map([[table.name, table]]), table, strategies[0])
  const strategy = strategies.find((one) => one === name)
  if (strategy === undefined) {
    throw new DestinationError(`table ${table.name} is to be merged by ${name}, which ${destination} cannot do`, {
      code: 'unsupported_merge_strategy',
      hint: strategies.length === 0 ? 'Use append or replace.' : `Use one of ${strategies.join(', ')}.`,
      context: { table: table.name },
    })
  }
  if (KEYED.includes(strategy) && columnsWith(table, 'primary_key').length === 0) {
    throw new SchemaError(`table ${table.name} is to be merged by ${strategy}, but has no primary key`, {
      code: 'primary_key_missing',
      hint: "Give its resource one, e.g. primaryKey: 'id'.",
      context: { table: table.name },
    })
  }
  return strategy
}
