import type { TableView } from '../../filters/table-view.ts'

/** A view of a table as the routes of the API take it. */
export function tableBody({ table, where, order, loadId }: TableView) {
  return { table, where: [...where], order: [...order], ...(loadId !== undefined && { loadId }) }
}
