import type { SchemaShape } from '../../../../src/dashboard/api/schema.ts'
import type { TableView } from '../../filters/table-view.ts'

/** Rows of another table that belong to a row. */
export interface RelatedRows {
  /** `Nested rows`, `Row it is nested in`, or the name of a reference. */
  readonly relation: string
  readonly view: TableView
}

type Row = Readonly<Record<string, unknown>>
type Pair = readonly [column: string, value: unknown]

/** What links of dlt's own say, by their labels: seen from the row that has the key, and from the row it means. */
const OWN_LINKS: Readonly<Record<string, readonly [from: string, to: string | undefined]>> = {
  _dlt_parent: ['Row it is nested in', 'Nested rows'],
  _dlt_root: ['Root row', undefined],
  _dlt_load: ['Load', 'Rows of this load'],
}

/** The rows that belong to a row of a table: nested ones, the one it is nested in, its load, those it refers to or that refer to it. */
export function relatedRows(references: SchemaShape['references'], table: string, row: Row): RelatedRows[] {
  const found: RelatedRows[] = []
  const add = (relation: string | undefined, to: string, pairs: readonly Pair[]) => {
    if (relation === undefined || pairs.length === 0) return
    if (pairs.some(([, value]) => value === null || value === undefined)) return
    const where = pairs.map(([column, value]) => ({ column, operator: 'eq' as const, value: String(value) }))
    const isThere = (one: RelatedRows) =>
      one.view.table === to && JSON.stringify(one.view.where) === JSON.stringify(where)
    if (!found.some(isThere)) found.push({ relation, view: { table: to, where, order: [] } })
  }
  for (const { table: from, to, columns, toColumns, label } of references) {
    if (label.startsWith('_dlt') && OWN_LINKS[label] === undefined) continue
    const [forth, back] = OWN_LINKS[label] ?? [label || 'Refers to', label || 'Referred to by']
    if (from === table)
      add(
        forth,
        to,
        columns.map((name, i) => [toColumns[i] ?? name, row[name]]),
      )
    if (to === table)
      add(
        back,
        from,
        toColumns.map((name, i) => [columns[i] ?? name, row[name]]),
      )
  }
  return found
}
