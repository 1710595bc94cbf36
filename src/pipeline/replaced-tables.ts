import type { Resource } from '../contracts/resource.ts'
import type { Normalized } from '../normalize/normalize.ts'
import { hasSeenData } from '../schema/mark-seen-data.ts'
import type { Table } from '../schema/stored.ts'
import { chainOf, isNested } from '../schema/table-chain.ts'

/** Tables that the package's transaction empties: those of every selected `replace` resource, rows or no rows. */
export function replacedTables(
  resources: readonly Resource<string, unknown>[],
  normalized: Normalized,
): readonly string[] {
  const { tables } = normalized.schema
  const names = new Set(resources.filter((resource) => resource.selected).map((resource) => resource.name))
  const loaded = new Set(normalized.tables)
  const isReplaced = (table: Table) =>
    !isNested(table) &&
    table.write_disposition === 'replace' &&
    names.has(table.resource ?? '') &&
    (loaded.has(table.name) || hasSeenData(table))
  return [...tables.values()]
    .filter(isReplaced)
    .flatMap((root) => chainOf(tables, root.name).map((table) => table.name))
}
