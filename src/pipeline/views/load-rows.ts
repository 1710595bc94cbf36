import type { Dataset } from '../../dataset/dataset.ts'
import { namingConvention } from '../../naming/naming-convention.ts'
import { columnsWith, completeColumns } from '../../schema/column-props.ts'
import type { Schema, Table } from '../../schema/stored.ts'
import { quoteName } from '../../sql/quote-name.ts'
import { quoteText } from '../../sql/quote-text.ts'

/**
 * Rows of a load that the destination has now, by table; nested tables through their root. Tables without a load id, and those
 * that are not there, are left out.
 */
export async function readLoadRows(
  dataset: Dataset,
  schemas: Iterable<Schema>,
  loadId: string,
): Promise<Readonly<Record<string, number>>> {
  const there = new Set(Object.keys(await dataset.rowCounts()))
  const parts = [...schemas].flatMap((schema) => countsOf(schema, there, loadId))
  if (parts.length === 0) return {}
  const { rows } = await dataset.sql([...new Set(parts)].join(' UNION ALL ')).grid()
  const counts = rows.map(([table, count]) => [String(table), Number(count)] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

function countsOf(schema: Schema, there: ReadonlySet<string>, loadId: string): readonly string[] {
  return [...schema.tables.values()].flatMap((table) => {
    const from = there.has(table.name) ? fromClause(schema, table, there) : undefined
    if (from === undefined) return []
    const { root, sql } = from
    return [
      `SELECT ${quoteText(table.name)} AS t, COUNT(*) AS n FROM ${sql} WHERE ${root}.${quoteName(loadIdName(schema))} = ${quoteText(loadId)}`,
    ]
  })
}

/** The table joined with what is above it, up to where the load id stands. */
function fromClause(
  schema: Schema,
  table: Table,
  there: ReadonlySet<string>,
): { readonly root: string; readonly sql: string } | undefined {
  const id = namingConvention(schema.normalizers.names).normalizeIdentifier('_dlt_id')
  let sql = `${quoteName(table.name)} AS t0`
  let current = table
  for (let depth = 0; ; depth++) {
    if (completeColumns(current).some(({ name }) => name === loadIdName(schema))) return { root: `t${depth}`, sql }
    const above = current.parent === undefined ? undefined : schema.tables.get(current.parent)
    const [rootKey] = columnsWith(current, 'root_key')
    const root = above && rootKey !== undefined ? rootAbove(schema, above) : undefined
    const [parentKey] = columnsWith(current, 'parent_key')
    const next = root ?? above
    const key = root === undefined ? parentKey : rootKey
    if (next === undefined || key === undefined || !there.has(next.name)) return undefined
    const target = columnsWith(next, 'row_key')[0] ?? id
    sql += ` JOIN ${quoteName(next.name)} AS t${depth + 1} ON t${depth}.${quoteName(key)} = t${depth + 1}.${quoteName(target)}`
    current = next
  }
}

function rootAbove({ tables }: Schema, table: Table): Table | undefined {
  let current: Table | undefined = table
  while (current?.parent) current = tables.get(current.parent)
  return current
}

function loadIdName({ normalizers }: Schema): string {
  return namingConvention(normalizers.names).normalizeIdentifier('_dlt_load_id')
}
