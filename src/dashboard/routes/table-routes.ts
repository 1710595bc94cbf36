import { ROUTES } from '../api/routes.ts'
import { knownPipeline } from '../known-pipeline.ts'
import { reading } from '../reading.ts'
import { servedJson, withBody } from '../served-route.ts'
import { filtered } from './filtered.ts'
import { gridAnswer } from './grid-answer.ts'
import { ordered } from './ordered.ts'

/** `/pipelines/:name/row-counts`. */
export const rowCounts = servedJson(ROUTES.rowCounts, (ask) =>
  reading(ask, async (dataset) => ({ counts: await dataset.rowCounts() })),
)

/** `/pipelines/:name/table-rows`. */
export const tableRows = servedJson(
  ROUTES.tableRows,
  withBody(ROUTES.tableRows.body, async ({ offset, limit, ...which }, ask) => {
    const schemas = await (await knownPipeline(ask)).schemas()
    return reading(ask, async (dataset, limits) => {
      const rows = ordered(filtered(dataset, which), which, { schemas, language: await dataset.language() })
      return gridAnswer(
        await rows
          .offset(offset)
          .limit(limit)
          .limited({ ...limits, maxRows: limit }),
      )
    })
  }),
)

/** `/pipelines/:name/table-count`. */
export const tableCount = servedJson(
  ROUTES.tableCount,
  withBody(ROUTES.tableCount.body, (which, ask) =>
    reading(ask, async (dataset) => ({ rows: await filtered(dataset, which).count() })),
  ),
)
