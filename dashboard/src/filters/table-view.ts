import type { TableRequest } from '../../../src/dashboard/api/data.ts'
import { type ColumnFilter, type FilterOperator, OPERATOR_LABELS, takesValue } from './column-filter.ts'

/** What of a table is looked at; the part of it that belongs into the URL. */
export interface TableView {
  readonly table: string
  readonly where: readonly ColumnFilter[]
  readonly order: readonly SortedColumn[]
  readonly loadId?: string
}

/** A column that rows are sorted by. */
export type SortedColumn = TableRequest['order'][number]

/** The view as a query: `table=users&where=age.gte.30&order=-age&load=…`. */
export function viewToQuery(view: TableView): URLSearchParams {
  const query = new URLSearchParams({ table: view.table })
  for (const one of view.where) query.append('where', filterToText(one))
  if (view.order.length > 0) query.set('order', view.order.map(sortToText).join(','))
  if (view.loadId !== undefined) query.set('load', view.loadId)
  return query
}

/** The view that a query describes; undefined where it names no table. What cannot be read is left out. */
export function viewFromQuery(query: URLSearchParams): TableView | undefined {
  const table = query.get('table')
  if (table === null || table === '') return undefined
  const order = (query.get('order') ?? '').split(',').filter((text) => text !== '' && text !== '-')
  const load = query.get('load')
  return {
    table,
    where: query.getAll('where').flatMap((text) => filterFromText(text) ?? []),
    order: order.map(sortFromText),
    ...(load === null || load === '' ? {} : { loadId: load }),
  }
}

/** The order after a click on a column's header: up, down, none. With `add` it joins those that are there. */
export function toggleSort(order: readonly SortedColumn[], column: string, add: boolean): SortedColumn[] {
  const now = order.find((one) => one.column === column)?.direction
  const next: SortedColumn[] = now === 'desc' ? [] : [{ column, direction: now === 'asc' ? 'desc' : 'asc' }]
  if (!add) return next
  if (now === undefined) return [...order, ...next]
  return order.flatMap((one) => (one.column === column ? next : [one]))
}

// A dot parts a filter and a comma the columns of an order; names may hold both.
const escapeName = (name: string) =>
  encodeURIComponent(name).replace(/[.-]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)

function filterToText(one: ColumnFilter): string {
  const start = `${escapeName(one.column)}.${one.operator}`
  if (!takesValue(one.operator)) return start
  return `${start}.${Array.isArray(one.value) ? JSON.stringify(one.value) : String(one.value ?? '')}`
}

function filterFromText(text: string): ColumnFilter | undefined {
  const [, name, operator, value] = /^([^.]+)\.([a-z_]+)(?:\.(.*))?$/s.exec(text) ?? []
  if (name === undefined || !isOperator(operator)) return undefined
  const column = decode(name)
  if (!takesValue(operator)) return { column, operator }
  if (operator !== 'in' && operator !== 'not_in') return { column, operator, value: value ?? '' }
  return { column, operator, value: listFromText(value ?? '') }
}

function isOperator(text: string | undefined): text is FilterOperator {
  return text !== undefined && Object.hasOwn(OPERATOR_LABELS, text)
}

function listFromText(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list)) return list.map(String)
  } catch {
    // Written by hand: `in.a,b`.
  }
  return text.split(',').map((part) => part.trim())
}

function sortToText({ column, direction }: SortedColumn): string {
  return `${direction === 'desc' ? '-' : ''}${escapeName(column)}`
}

function sortFromText(text: string): SortedColumn {
  return text.startsWith('-')
    ? { column: decode(text.slice(1)), direction: 'desc' }
    : { column: decode(text), direction: 'asc' }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
