import { ConfigError } from '../errors/tolva-error.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { columnsWith, isComplete } from '../schema/column-props.ts'
import type { Schema, Table } from '../schema/stored.ts'
import type { Schemas } from './dataset-schema.ts'
import type { QueryDialect } from './query-dialect.ts'

/** How rows of a table are found that one load brought: by their own load id, or by that of the rows above them. */
export interface LoadPath {
  readonly loadId: string
  /** Where the load id stands: in the table itself, or in the last one above it. */
  readonly column: string
  /** From the table upwards: its column, and the table and column that it points to. */
  readonly steps: readonly { readonly key: string; readonly table: string; readonly id: string }[]
}

/** @throws ConfigError `table_without_load_id`. */
export function loadPath(schemas: Schemas, name: string, loadId: string): LoadPath {
  for (const schema of schemas.values()) {
    const table = schema.tables.get(name)
    const found = table && loadPathIn(schema, table, loadId)
    if (found !== undefined) return found
  }
  throw new ConfigError(`rows of ${name} do not say which load brought them`, {
    code: 'table_without_load_id',
    hint: 'Look at it without a load.',
    context: { table: name },
  })
}

/** Of a table of this schema; undefined: its rows do not say which load brought them. */
export function loadPathIn(schema: Schema, table: Table, loadId: string): LoadPath | undefined {
  const found = pathIn(schema, table)
  return found && { ...found, loadId }
}

/** The condition as SQL; tables are named as `nameOf` says. */
export function loadSql(
  { loadId, column, steps }: LoadPath,
  nameOf: (table: string) => string,
  { quote, literal }: QueryDialect,
): string {
  return steps.reduceRight(
    (inner, { key, table, id }) => `${quote(key)} IN (SELECT ${quote(id)} FROM ${nameOf(table)} WHERE ${inner})`,
    `${quote(column)} = ${literal(loadId)}`,
  )
}

/** Over the root where rows know theirs, else from parent to parent. */
function pathIn(schema: Schema, table: Table): Omit<LoadPath, 'loadId'> | undefined {
  const { normalizeIdentifier } = namingConvention(schema.normalizers.names)
  const column = normalizeIdentifier('_dlt_load_id')
  const own = table.columns.get(column)
  if (own !== undefined && isComplete(own)) return { column, steps: [] }
  const above = table.parent === undefined ? undefined : schema.tables.get(table.parent)
  if (above === undefined) return undefined
  const [rootKey] = columnsWith(table, 'root_key')
  const [parentKey] = columnsWith(table, 'parent_key')
  const target = rootKey === undefined ? above : rootOf(schema, above)
  const key = rootKey ?? parentKey
  const rest = pathIn(schema, target)
  if (key === undefined || rest === undefined) return undefined
  const id = columnsWith(target, 'row_key')[0] ?? normalizeIdentifier('_dlt_id')
  return { column: rest.column, steps: [{ key, table: target.name, id }, ...rest.steps] }
}

function rootOf(schema: Schema, table: Table): Table {
  const above = table.parent === undefined ? undefined : schema.tables.get(table.parent)
  return above === undefined ? table : rootOf(schema, above)
}
