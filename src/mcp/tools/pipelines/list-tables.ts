import { z } from 'zod'
import { readLocalSchemas, schemaShape } from '../../../inspect.ts'
import { markdownTable } from '../../markdown-table.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf } from './named-pipeline.ts'

/** `list_tables`. */
export const listTablesTool = defineTool({
  name: 'list_tables',
  title: 'List tables',
  description:
    'Tables of a pipeline by all of its schemas: parent, resource, write disposition, number of columns. System tables (_dlt…) are left out by default. Tables that rows have never come for do not exist at the destination.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({
    pipeline_name: PIPELINE_NAME,
    system_tables: z.boolean().default(false).describe('true: the tables of tolva itself too.'),
  }),
  output: z.object({
    tables: z.array(
      z.object({
        name: z.string(),
        schema: z.string(),
        parent: z.string().optional(),
        resource: z.string().optional(),
        write_disposition: z.string().optional(),
        description: z.string().optional(),
        columns: z.number(),
        has_rows: z.boolean().describe('false: nothing has come for it yet.'),
      }),
    ),
  }),
  async answer(call) {
    const schemas = await readLocalSchemas(await pipelineNameOf(call), placeOf(call.scope))
    const tables = schemas
      .flatMap((schema) => schemaShape(schema).tables)
      .filter(({ system }) => call.input.system_tables || !system)
      .map(({ name, schema, parent, resource, writeDisposition, description, columns, seen, system }) => ({
        name,
        schema,
        ...(parent !== undefined && { parent }),
        ...(resource !== undefined && { resource }),
        ...(writeDisposition !== undefined && { write_disposition: writeDisposition }),
        ...(description !== undefined && { description }),
        columns: columns.filter(({ dataType }) => dataType !== undefined).length,
        has_rows: seen || system,
      }))
    const rows = tables.map((one) => [
      one.name,
      one.parent,
      one.resource,
      one.write_disposition,
      one.columns,
      one.has_rows,
    ])
    const head = ['table', 'parent', 'resource', 'disposition', 'columns', 'has rows']
    return { data: { tables }, text: tables.length === 0 ? 'There are no tables yet.' : markdownTable(head, rows) }
  },
})
