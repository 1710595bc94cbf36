import type { Dataset } from '../../dataset/dataset.ts'
import { loadPathIn, loadSql } from '../../dataset/load-path.ts'
import { standardDialect } from '../../dataset/query-dialect.ts'
import type { Schema } from '../../schema/stored.ts'

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
    const path = there.has(table.name) ? loadPathIn(schema, table, loadId) : undefined
    if (path === undefined || !path.steps.every((step) => there.has(step.table))) return []
    const { quote, literal } = standardDialect
    const where = loadSql(path, quote, standardDialect)
    return [`SELECT ${literal(table.name)} AS t, COUNT(*) AS n FROM ${quote(table.name)} WHERE ${where}`]
  })
}
