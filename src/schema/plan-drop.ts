import { hasSeenData } from './mark-seen-data.ts'
import type { Schema } from './stored.ts'
import { tablesByResource } from './table-chain.ts'

/** Tables of some resources, nested ones before their parents. */
export interface DropPlan {
  readonly tables: readonly string[]
  /** Those of them that exist at the destination. */
  readonly withData: readonly string[]
  /** Resources that have tables. */
  readonly resources: readonly string[]
}

/** The data tables of the resources that `wanted` accepts; system tables are never among them. */
export function planDrop(schema: Schema, wanted: (resource: string) => boolean): DropPlan {
  const groups = [...tablesByResource(schema.tables)]
    .map(([resource, tables]) => [resource, tables.filter(({ name }) => !name.startsWith('_dlt'))] as const)
    .filter(([resource, tables]) => tables.length > 0 && wanted(resource))
  const tables = groups.flatMap(([, group]) => group).toReversed()
  return {
    tables: tables.map(({ name }) => name),
    withData: tables.filter(hasSeenData).map(({ name }) => name),
    resources: groups.map(([resource]) => resource),
  }
}
