import type { Capabilities } from '../capabilities/capabilities.ts'
import { mergeStrategiesOf } from '../capabilities/table-format.ts'
import { columnsWith } from '../schema/column-props.ts'
import { mergeStrategyOf } from '../schema/merge-strategy.ts'
import type { Schema } from '../schema/stored.ts'
import type { OpenSource } from './sources-of.ts'

const KEYED = ['upsert', 'insert-only', 'cdc']

/** What of a plan is likely not meant: fast ways given up, merges without keys, variants, rows that are deleted. */
export function planWarnings(
  source: Pick<OpenSource, 'resources'>,
  tables: { readonly before: Schema | undefined; readonly after: Schema; readonly names: readonly string[] },
  capabilities: Capabilities,
): readonly string[] {
  const { before, after, names } = tables
  const slow = source.resources
    .filter(({ selected, needsRows }) => selected && needsRows)
    .map(({ name }) => `Resource ${name}: a map or filter needs rows as JavaScript values, which costs the fast way.`)
  const found = names.flatMap((name) => {
    const table = after.tables.get(name)
    if (table === undefined) return []
    const known = before?.tables.get(name)
    const variants = columnsWith(table, 'variant').filter((column) => known?.columns.get(column) === undefined)
    const strategy = mergeStrategyOf(after.tables, table, mergeStrategiesOf(capabilities, table.table_format)[0])
    const isKeyless =
      strategy !== undefined && KEYED.includes(strategy) && columnsWith(table, 'primary_key').length === 0
    const deleting = strategy === undefined ? [] : columnsWith(table, 'hard_delete')
    return [
      ...variants.map((column) => `Table ${name}: values that do not fit their column go to the new column ${column}.`),
      ...(isKeyless
        ? [`Table ${name} is to be merged by ${strategy}, but has no primary key: the load will fail.`]
        : []),
      ...deleting.map((column) => `Table ${name}: rows whose ${column} is set delete the rows with their key.`),
    ]
  })
  return [...slow, ...found]
}
