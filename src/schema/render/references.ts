import { namingConvention } from '../../naming/naming-convention.ts'
import { columnsWith } from '../column-props.ts'
import { isJsonObject } from '../json-object.ts'
import type { Json, Schema, Table } from '../stored.ts'
import { SYSTEM_TABLES } from '../system-tables.ts'
import { rootOf } from '../table-chain.ts'

/** How many rows of one side belong to how many of the other, in dlt's words. */
export type Cardinality = 'one_to_many' | 'many_to_one' | 'many_to_many' | 'one_to_one'

/** A link between two tables. */
export interface Reference {
  readonly table: string
  readonly columns: readonly string[]
  readonly to: string
  readonly toColumns: readonly string[]
  readonly cardinality: Cardinality
  readonly label: string
}

/** All links of a schema in dlt's order: parents, roots, loads, those that the user declared, versions. */
export function referencesOf(schema: Schema): readonly Reference[] {
  return [...[...schema.tables.values()].flatMap((table) => linksOf(schema, table)), ...versionLinks(schema)]
}

function linksOf(schema: Schema, table: Table): readonly Reference[] {
  const { tables } = schema
  const parent = table.parent ? tables.get(table.parent) : undefined
  const names = namingConvention(schema.normalizers.names)
  const loadId = names.normalizeIdentifier('_dlt_load_id')
  const rowId = names.normalizeIdentifier('_dlt_id')
  const loads = tables.get(names.normalizeTableIdentifier(SYSTEM_TABLES.loads))
  return [
    ...keyLink(table, 'parent_key', { table: parent, rowId, label: '_dlt_parent' }),
    ...keyLink(table, 'root_key', { table: parent && rootOf(tables, table.name), rowId, label: '_dlt_root' }),
    ...(table.columns.has(loadId) && loads
      ? [
          link(table.name, [loadId], {
            to: loads.name,
            toColumns: [names.normalizeIdentifier('load_id')],
            label: '_dlt_load',
          }),
        ]
      : []),
    ...declared(table),
  ]
}

function keyLink(
  table: Table,
  key: 'parent_key' | 'root_key',
  to: { readonly table: Table | undefined; readonly rowId: string; readonly label: string },
): readonly Reference[] {
  const column = columnsWith(table, key)[0]
  if (to.table === undefined || column === undefined) return []
  // A row version of scd2 is no row key, but it is what nested rows name.
  const target = columnsWith(to.table, 'row_key')[0] ?? to.rowId
  return [link(table.name, [column], { to: to.table.name, toColumns: [target], label: to.label })]
}

function declared(table: Table): readonly Reference[] {
  if (!Array.isArray(table.references)) return []
  return table.references.flatMap((one: Json) => {
    if (!isJsonObject(one) || typeof one.referenced_table !== 'string') return []
    const reference = link(table.name, texts(one.columns), {
      to: one.referenced_table,
      toColumns: texts(one.referenced_columns),
      label: typeof one.label === 'string' ? one.label : '',
    })
    return [{ ...reference, cardinality: cardinalityOf(one.cardinality) }]
  })
}

function versionLinks({ tables, normalizers }: Schema): readonly Reference[] {
  const names = namingConvention(normalizers.names)
  const [version, loads] = [SYSTEM_TABLES.version, SYSTEM_TABLES.loads].map((name) =>
    names.normalizeTableIdentifier(name),
  )
  if (version === undefined || loads === undefined || !tables.has(version) || !tables.has(loads)) return []
  const column = (name: string) => names.normalizeIdentifier(name)
  return [
    {
      ...link(version, [column('version_hash')], {
        to: loads,
        toColumns: [column('schema_version_hash')],
        label: '_dlt_schema_version',
      }),
      cardinality: 'one_to_many',
    },
    {
      ...link(version, [column('schema_name')], {
        to: loads,
        toColumns: [column('schema_name')],
        label: '_dlt_schema_name',
      }),
      cardinality: 'many_to_many',
    },
  ]
}

function link(
  table: string,
  columns: readonly string[],
  rest: Pick<Reference, 'to' | 'toColumns' | 'label'>,
): Reference {
  return { table, columns, cardinality: 'many_to_one', ...rest }
}

function cardinalityOf(value: Json | undefined): Cardinality {
  if (value === 'many_to_one' || value === 'many_to_many' || value === 'one_to_one') return value
  if (value === 'many_to_zero') return 'many_to_one'
  return value === 'zero_to_one' || value === 'one_to_zero' ? 'one_to_one' : 'one_to_many'
}

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : typeof value === 'string' ? [value] : []
