import { z } from 'zod'
import { standardDialect } from '../../../dataset/query-dialect.ts'
import { suggestion } from '../../../errors/near-names.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { createTableSql, openPipeline, schemaShape } from '../../../inspect.ts'
import { markdownTable } from '../../markdown-table.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS, type ToolCall } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf } from './named-pipeline.ts'

const INPUT = z.object({
  pipeline_name: PIPELINE_NAME,
  table_name: z.string().min(1).describe('As list_tables gives it; nested tables are parent__child.'),
})

/** `get_table_schema`. */
export const tableSchemaTool = defineTool({
  name: 'get_table_schema',
  title: 'Table schema',
  description:
    'Columns of one table with types, nullability, hints (primary_key, unique, …), and how table and columns are written in the SQL of its destination. Look here before you write SQL.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: INPUT,
  output: z.object({
    name: z.string(),
    schema: z.string(),
    parent: z.string().optional(),
    write_disposition: z.string().optional(),
    description: z.string().optional(),
    sql_dialect: z.string().describe('`none`: statements cannot be judged there, so execute_sql_query refuses.'),
    sql_identifier: z.string(),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string().describe('Empty: hinted, and no value has come; then there is no such column.'),
        nullable: z.boolean(),
        hints: z.array(z.string()),
        description: z.string().optional(),
        variant_of: z.string().optional(),
        sql_identifier: z.string(),
      }),
    ),
    references: z.array(z.unknown()),
  }),
  async answer(call) {
    const { schema, table, pipeline } = await tableOf(call)
    const dataset = pipeline.dataset()
    const { quote } = standardDialect
    const shape = schemaShape(schema)
    const found = shape.tables.find(({ name }) => name === table.name)
    const columns = (found?.columns ?? []).map(({ name, type, nullable, hints, description, variantOf }) => ({
      name,
      type,
      nullable,
      hints,
      ...(description !== undefined && { description }),
      ...(variantOf !== undefined && { variant_of: variantOf }),
      sql_identifier: quote(name),
    }))
    const dialect = (await dataset.language()) ?? 'none'
    const identifier = `${quote(dataset.name)}.${quote(table.name)}`
    const rows = columns.map((one) => [
      one.name,
      one.type,
      one.nullable ? '' : 'not null',
      one.hints.join(', '),
      one.description,
    ])
    return {
      data: {
        name: table.name,
        schema: schema.name,
        ...(found?.parent !== undefined && { parent: found.parent }),
        ...(found?.writeDisposition !== undefined && { write_disposition: found.writeDisposition }),
        ...(found?.description !== undefined && { description: found.description }),
        sql_dialect: dialect,
        sql_identifier: identifier,
        columns,
        references: shape.references.filter((one) => JSON.stringify(one).includes(JSON.stringify(table.name))),
      },
      text: `${identifier} (${dialect})\n\n${markdownTable(['column', 'type', 'null', 'hints', 'description'], rows)}`,
    }
  },
})

/** `get_table_create_sql`. */
export const tableCreateSqlTool = defineTool({
  name: 'get_table_create_sql',
  title: 'CREATE TABLE of a table',
  description:
    "The CREATE TABLE statement of one table in its destination's dialect, descriptions as comments. It is text to read: nothing is run.",
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: INPUT,
  output: z.object({ sql: z.string(), sql_dialect: z.string() }),
  async answer(call) {
    const { table, pipeline } = await tableOf(call)
    const dataset = pipeline.dataset()
    const language = await dataset.language()
    if (language === undefined) {
      throw new ConfigError(`the destination ${dataset.destinationName} has no SQL to write a table in`, {
        code: 'sql_not_supported',
        hint: 'See its columns with get_table_schema.',
      })
    }
    const sql = await createTableSql(table, { dataset: dataset.name, language })
    return { data: { sql, sql_dialect: language }, text: `\`\`\`sql\n${sql}\n\`\`\`` }
  },
})

async function tableOf(call: ToolCall<z.output<typeof INPUT>>) {
  const name = await pipelineNameOf(call)
  const pipeline = await openPipeline(name, placeOf(call.scope))
  const schemas = [...(await pipeline.schemas()).values()]
  const asked = call.input.table_name
  for (const schema of schemas) {
    const table = schema.tables.get(asked)
    if (table !== undefined) return { schema, table, pipeline }
  }
  throw new ConfigError(`pipeline ${name} has no table ${asked}`, {
    code: 'unknown_table',
    hint: suggestion(
      asked,
      schemas.flatMap(({ tables }) => [...tables.keys()]),
    ),
    context: { pipeline: name, table: asked },
  })
}
