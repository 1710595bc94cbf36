import type { Completion } from '../api/data.ts'
import { ROUTES } from '../api/routes.ts'
import { knownPipeline } from '../known-pipeline.ts'
import { reading } from '../reading.ts'
import { servedJson, type Unchanged, withBody } from '../served-route.ts'
import { gridAnswer } from './grid-answer.ts'

/** `/pipelines/:name/query`. */
export const query = servedJson(
  ROUTES.query,
  withBody(ROUTES.query.body, ({ sql, limit }, ask) =>
    reading(ask, async (dataset, limits) => gridAnswer(await dataset.read(sql, { ...limits, maxRows: limit }))),
  ),
)

const DIALECTS = { duckdb: 'duckdb', postgres: 'postgres', redshift: 'postgres', none: 'standard' } as const

/** `/pipelines/:name/completion`. */
export const completion = servedJson(ROUTES.completion, async (ask): Promise<Unchanged<Completion>> => {
  const pipeline = await knownPipeline(ask)
  const schemas = [...(await pipeline.schemas()).values()]
  const dataset = pipeline.dataset()
  return {
    dialect: DIALECTS[(await dataset.language()) ?? 'none'],
    dataset: dataset.name,
    tables: schemas.flatMap(({ tables }) =>
      [...tables.values()].flatMap(({ name, columns }) => {
        const known = [...columns.values()].flatMap((column) =>
          column.data_type === undefined ? [] : [{ name: column.name, type: column.data_type }],
        )
        return known.length === 0 ? [] : [{ name, columns: known }]
      }),
    ),
  }
})
