import type { Capabilities } from '../capabilities/capabilities.ts'
import { mergeStrategiesOf } from '../capabilities/table-format.ts'
import type { Schema } from '../schema/stored.ts'
import { isNested } from '../schema/table-chain.ts'
import { wholeRunReason } from '../schema/whole-run-reason.ts'
import type { OpenSource } from './sources-of.ts'

/** Why rows of a source reach the destination only when all of it was read; undefined: they may come in several packages. */
export function heldBack(source: OpenSource, schema: Schema, capabilities: Capabilities): string | undefined {
  const selected = new Set(source.resources.filter((one) => one.selected).map(({ name }) => name))
  for (const table of schema.tables.values()) {
    if (isNested(table) || !selected.has(table.resource ?? '')) continue
    const reason = wholeRunReason(schema.tables, table, mergeStrategiesOf(capabilities, table.table_format)[0])
    if (reason !== undefined) return `table ${table.name}: ${reason}`
  }
  return undefined
}
