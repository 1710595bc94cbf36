import type { Resource } from '../contracts/resource.ts'
import type { Normalized } from '../normalize/normalize.ts'
import { hasSeenData } from '../schema/mark-seen-data.ts'
import { chainOf, isNested, tablesByResource } from '../schema/table-chain.ts'

/** Tables that the package's transaction empties: those of every selected `replace` resource, rows or no rows. */
export function replacedTables(
  resources: readonly Resource<string, unknown>[],
  normalized: Normalized,
): readonly string[] {
  const { tables } = normalized.schema
  const loaded = new Set(normalized.tables)
  const byResource = tablesByResource(tables)
  const roots = resources
    .filter((resource) => resource.selected)
    .flatMap((resource) => byResource.get(resource.name) ?? [])
    .filter((table) => !isNested(table) && table.write_disposition === 'replace')
    .filter((table) => loaded.has(table.name) || hasSeenData(table))
  return [...new Set(roots.flatMap((root) => chainOf(tables, root.name).map((table) => table.name)))]
}
