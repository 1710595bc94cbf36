import { SchemaError } from '../errors/tolva-error.ts'
import { COMPOUND_PROPS, isComplete, isDefaultProp } from './column-props.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import type { Column, Json, Table } from './stored.ts'

/** How a partial table is merged. */
export interface MergeOptions {
  /**
   * true (default): keys and other compound properties are added to those that are there. false: those that the partial
   * table carries replace the stored ones, as hints do.
   */
  readonly mergeCompoundProps?: boolean
}

/**
 * `partial` laid over `existing`: new columns at the end, properties overwritten, nothing removed. A column that becomes
 * complete moves to the end. References are merged by the table they point at, `x-normalizer` key by key.
 * @throws SchemaError `parent_conflict`, `resource_conflict`.
 */
export function mergeTable(existing: Table, partial: Table, options: MergeOptions = {}): Table {
  requireSameParent(existing, partial)
  const { columns: _columns, references: _references, ...hints } = partial
  const references = mergeReferences(existing.references, partial.references)
  return {
    ...existing,
    ...hints,
    ...(existing['x-normalizer'] && partial['x-normalizer']
      ? { 'x-normalizer': { ...existing['x-normalizer'], ...partial['x-normalizer'] } }
      : {}),
    ...(references === undefined ? {} : { references }),
    columns: mergeColumns(existing.columns, partial.columns, options),
  }
}

function requireSameParent(existing: Table, partial: Table): void {
  if ((existing.parent ?? '') !== (partial.parent ?? '')) {
    throw new SchemaError(
      `table ${existing.name} has parent ${existing.parent ?? 'none'}, the change says ${partial.parent ?? 'none'}`,
      {
        code: 'parent_conflict',
        hint: 'Drop the table (refresh) or take the key out of its nested hints.',
        context: { table: existing.name },
      },
    )
  }
  if (existing.parent && partial.resource) {
    throw new SchemaError(`nested table ${existing.name} cannot belong to resource ${partial.resource} by itself`, {
      code: 'resource_conflict',
      hint: 'Give the resource another table name.',
      context: { table: existing.name, resource: partial.resource },
    })
  }
}

function mergeColumns(
  existing: ReadonlyMap<string, Column>,
  partial: ReadonlyMap<string, Column>,
  options: MergeOptions,
): ReadonlyMap<string, Column> {
  const result = new Map(existing)
  if (options.mergeCompoundProps === false) {
    const replaced = COMPOUND_PROPS.filter((prop) => [...partial.values()].some((c) => !isDefaultProp(prop, c[prop])))
    if (replaced.length > 0) for (const [name, column] of result) result.set(name, withoutProps(column, replaced))
  }
  for (const [name, column] of partial) {
    const earlier = result.get(name)
    if (earlier && isComplete(column) && !isComplete(earlier)) result.delete(name)
    result.set(name, earlier ? { ...earlier, ...column } : column)
  }
  return result
}

function withoutProps(column: Column, props: readonly (typeof COMPOUND_PROPS)[number][]): Column {
  const result: { -readonly [K in keyof Column]: Column[K] } = { ...column }
  for (const prop of props) delete result[prop]
  return result
}

function mergeReferences(existing: Json | undefined, partial: Json | undefined): Json | undefined {
  if (!Array.isArray(partial)) return existing
  const byTable = new Map<Json | undefined, JsonObject>()
  for (const reference of [...(Array.isArray(existing) ? existing : []), ...partial]) {
    if (isJsonObject(reference)) byTable.set(reference.referenced_table, reference)
  }
  return [...byTable.values()]
}
