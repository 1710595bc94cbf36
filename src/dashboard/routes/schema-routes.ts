import { suggestion } from '../../dataset/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { referencesOf } from '../../schema/render/references.ts'
import { SCHEMA_FORMATS } from '../../schema/render/schema-formats.ts'
import type { Column, Schema, Table } from '../../schema/stored.ts'
import { ROUTES } from '../api/routes.ts'
import type { SchemaShape } from '../api/schema.ts'
import { knownPipeline } from '../known-pipeline.ts'
import { type Ask, servedJson, type Unchanged, withQuery } from '../served-route.ts'

/** `/pipelines/:name/schemas/:schema`. */
export const schema = servedJson(ROUTES.schema, async (ask) => shapeOf(await knownSchema(ask)))

/** `/pipelines/:name/schemas/:schema/text`. */
export const schemaText = servedJson(
  ROUTES.schemaText,
  withQuery(ROUTES.schemaText.query, async ({ format }, ask) => {
    const render = Object.hasOwn(SCHEMA_FORMATS, format) ? SCHEMA_FORMATS[format] : undefined
    if (render !== undefined) return { format, text: render(await knownSchema(ask)) }
    throw new ConfigError(`unknown format ${format}`, {
      code: 'unknown_format',
      hint: suggestion(format, Object.keys(SCHEMA_FORMATS)),
    })
  }),
)

async function knownSchema(ask: Ask): Promise<Schema> {
  const pipeline = await knownPipeline(ask)
  const schemas = await pipeline.schemas()
  const name = ask.params.schema ?? ''
  const found = schemas.get(name)
  if (found !== undefined) return found
  throw new ConfigError(`pipeline ${pipeline.name} has no schema ${name}`, {
    code: 'unknown_schema',
    hint: suggestion(name, schemas.keys()),
    context: { pipeline: pipeline.name },
  })
}

function shapeOf(one: Schema): Unchanged<SchemaShape> {
  return {
    name: one.name,
    version: one.version,
    hash: one.version_hash,
    tables: [...one.tables.values()].map((table) => tableOf(table, one.name)),
    references: referencesOf(one),
  }
}

function tableOf(table: Table, schemaName: string): Unchanged<SchemaShape['tables'][number]> {
  const { name, parent, resource, write_disposition, description, columns, ...hints } = table
  return {
    name,
    schema: schemaName,
    ...(parent && { parent }),
    ...(resource !== undefined && { resource }),
    ...(write_disposition !== undefined && { writeDisposition: write_disposition }),
    ...(description !== undefined && { description }),
    system: name.startsWith('_dlt'),
    seen: table['x-normalizer']?.['seen-data'] === true,
    hints,
    columns: [...columns.values()].map(columnOf),
  }
}

function columnOf(column: Column): Unchanged<SchemaShape['tables'][number]['columns'][number]> {
  const { name, data_type, nullable = true, precision, scale, description, ...rest } = column
  const size = precision === undefined ? '' : `(${[precision, scale].filter((one) => one !== undefined).join(',')})`
  return {
    name,
    ...(data_type !== undefined && { dataType: data_type }),
    type: data_type === undefined ? '' : `${data_type}${size}`,
    nullable,
    ...(description !== undefined && { description }),
    hints: Object.entries(rest).flatMap(([hint, value]) => (value === undefined || value === false ? [] : [hint])),
  }
}
