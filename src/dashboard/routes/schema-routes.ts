import { suggestion } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import {
  allVersions,
  diffSchemas,
  readLocalVersions,
  readSchemaAt,
  readVersionsThere,
  schemaShape,
} from '../../inspect.ts'
import { SCHEMA_FORMATS } from '../../schema/render/schema-formats.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, knownPipeline, placeOf } from '../known-pipeline.ts'
import { ifItAnswers } from '../reading.ts'
import { type Ask, servedJson, withQuery } from '../served-route.ts'

/** Seconds that the versions of this machine wait for those of the destination. */
const PATIENCE = 8

/** `/pipelines/:name/schemas/:schema`. */
export const schema = servedJson(
  ROUTES.schema,
  withQuery(ROUTES.schema.query, async ({ hash }, ask) => schemaShape(await schemaAt(ask, hash))),
)

/** `/pipelines/:name/schemas/:schema/versions`. */
export const schemaVersions = servedJson(ROUTES.schemaVersions, async (ask) => {
  const name = await knownName(ask)
  const of = ask.params.schema ?? ''
  const local = await readLocalVersions(name, of, placeOf(ask.scope))
  const { found = [], ...problem } = await ifItAnswers(ask, PATIENCE, (dataset) => readVersionsThere(dataset, of))
  return { versions: allVersions(local, found), ...problem }
})

/** `/pipelines/:name/schemas/:schema/diff`. */
export const schemaDiff = servedJson(
  ROUTES.schemaDiff,
  withQuery(ROUTES.schemaDiff.query, async ({ from, to }, ask) =>
    diffSchemas(await schemaAt(ask, from), await schemaAt(ask, to)),
  ),
)

/** `/pipelines/:name/schemas/:schema/text`. */
export const schemaText = servedJson(
  ROUTES.schemaText,
  withQuery(ROUTES.schemaText.query, async ({ format, hash }, ask) => {
    const render = Object.hasOwn(SCHEMA_FORMATS, format) ? SCHEMA_FORMATS[format] : undefined
    if (render !== undefined) return { format, text: render(await schemaAt(ask, hash)) }
    throw new ConfigError(`unknown format ${format}`, {
      code: 'unknown_format',
      hint: suggestion(format, Object.keys(SCHEMA_FORMATS)),
    })
  }),
)

async function schemaAt(ask: Ask, hash: string | undefined) {
  return readSchemaAt(await knownName(ask), ask.params.schema ?? '', {
    ...placeOf(ask.scope),
    ...(hash !== undefined && { hash }),
    dataset: async () => (await knownPipeline(ask)).dataset().within({ signal: ask.signal }),
  })
}
