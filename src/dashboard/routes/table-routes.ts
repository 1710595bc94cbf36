import type { Dataset } from '../../dataset/dataset.ts'
import type { Relation } from '../../dataset/relation.ts'
import type { CountRequest, Filter } from '../api/data.ts'
import { ROUTES } from '../api/routes.ts'
import { reading } from '../reading.ts'
import { servedJson, withBody } from '../served-route.ts'
import { gridAnswer } from './grid-answer.ts'

/** `/pipelines/:name/row-counts`. */
export const rowCounts = servedJson(ROUTES.rowCounts, (ask) =>
  reading(ask, async (dataset) => ({ counts: await dataset.rowCounts() })),
)

/** `/pipelines/:name/table-rows`. */
export const tableRows = servedJson(
  ROUTES.tableRows,
  withBody(ROUTES.tableRows.body, ({ offset, limit, order, ...which }, ask) =>
    reading(ask, async (dataset, limits) => {
      const ordered = order.reduce(
        (rows, { column, direction }) => rows.orderBy(column, direction),
        filtered(dataset, which),
      )
      return gridAnswer(
        await ordered
          .offset(offset)
          .limit(limit)
          .limited({ ...limits, maxRows: limit }),
      )
    }),
  ),
)

/** `/pipelines/:name/table-count`. */
export const tableCount = servedJson(
  ROUTES.tableCount,
  withBody(ROUTES.tableCount.body, (which, ask) =>
    reading(ask, async (dataset) => ({ rows: await filtered(dataset, which).count() })),
  ),
)

/** Rows of a table that pass all filters. */
export function filtered(dataset: Dataset, { table, where }: CountRequest): Relation {
  return where.reduce(conditioned, dataset.table(table))
}

function conditioned(rows: Relation, { column, operator, value = null }: Filter): Relation {
  if (operator === 'is_null') return rows.where(column, 'eq', null)
  if (operator === 'not_null') return rows.where(column, 'ne', null)
  return rows.where(column, operator, value)
}
