import type pg from 'pg'
import type { TableRequest } from '../database.ts'
import type { ReflectedColumn, ReflectedTable } from '../reflected.ts'
import { reflectedType } from './reflected-type.ts'

const COLUMNS = `
SELECT n.nspname, c.relname, a.attname, a.attnotnull,
  format_type(a.atttypid, a.atttypmod) AS shown, t.typname, t.typtype, t.typcategory, a.atttypmod,
  (SELECT max(length(e.enumlabel)) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) AS longest,
  (SELECT array_position(i.indkey::int2[], a.attnum) FROM pg_catalog.pg_index i
   WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS key
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE n.nspname = coalesce($1, current_schema())
  AND CASE WHEN $2::text[] IS NULL
    THEN c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition OR $3 AND c.relkind IN ('v', 'm')
    ELSE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relname = ANY ($2) END
ORDER BY c.relname, a.attnum`

/** Tables with their columns, as the catalog has them. */
export async function reflectPostgres(client: pg.Client, request: TableRequest): Promise<readonly ReflectedTable[]> {
  const { schema, names, includeViews } = request
  const { rows } = await client.query({
    text: COLUMNS,
    values: [schema ?? null, names ?? null, includeViews],
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  })
  const tables = new Map<string, { readonly columns: ReflectedColumn[]; readonly keys: [number, string][] }>()
  for (const row of rows) {
    const [, table, name, notNull, shown, typeName, kind, category, modifier, longest, key]: (string | null)[] = row
    const found = tables.get(String(table)) ?? { columns: [], keys: [] }
    tables.set(String(table), found)
    const type = {
      name: String(typeName),
      kind: String(kind),
      category: String(category),
      modifier: Number(modifier),
      longest: Number(longest ?? 0),
    }
    found.columns.push({
      name: String(name),
      nullable: notNull !== 't',
      sqlType: String(shown),
      ...reflectedType(type),
    })
    if (key !== null && key !== undefined) found.keys.push([Number(key), String(name)])
  }
  return [...tables].map(([name, { columns, keys }]) => ({
    schema,
    name,
    columns,
    primaryKey: keys.toSorted(([a], [b]) => a - b).map(([, key]) => key),
  }))
}
