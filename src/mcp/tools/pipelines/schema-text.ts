import { z } from 'zod'
import { diffSchemas, openPipeline, readLocalVersions, readSchemaAt } from '../../../inspect.ts'
import { SCHEMA_FORMATS } from '../../../schema/render/schema-formats.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS, type ToolCall } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf, schemaNameOf } from './named-pipeline.ts'

const SCHEMA = z.string().min(1).optional().describe('The default schema where left out.')

/** `export_schema`. */
export const exportSchemaTool = defineTool({
  name: 'export_schema',
  title: 'Export a schema',
  description:
    'A schema as text: yaml (as stored), json, dbml, dot, mermaid (a diagram), or ts (types of the rows). Show mermaid to people, read yaml yourself.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({
    pipeline_name: PIPELINE_NAME,
    schema_name: SCHEMA,
    format: z.enum(['yaml', 'json', 'dbml', 'dot', 'mermaid', 'ts']).default('yaml'),
  }),
  output: z.object({ schema_name: z.string(), format: z.string(), text: z.string() }),
  async answer(call) {
    const { format, schema_name: asked } = call.input
    const schema = await schemaNameOf(call, asked)
    const found = await readSchemaAt(await pipelineNameOf(call), schema, placeOf(call.scope))
    const text = SCHEMA_FORMATS[format]?.(found) ?? ''
    return { data: { schema_name: schema, format, text }, text: `\`\`\`${format}\n${text}\n\`\`\`` }
  },
})

/** `schema_diff`. */
export const schemaDiffTool = defineTool({
  name: 'schema_diff',
  title: 'Compare schema versions',
  description:
    'What changed between two versions of a schema: tables, columns, types, hints. Without hashes: the version before the newest, and the newest. Also lists the versions that are known on this machine.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({
    pipeline_name: PIPELINE_NAME,
    schema_name: SCHEMA,
    from_hash: z.string().min(1).optional(),
    to_hash: z.string().min(1).optional(),
  }),
  output: z.object({
    schema_name: z.string(),
    versions: z.array(z.object({ version: z.number(), hash: z.string(), at: z.string().optional() })),
    from: z.object({ version: z.number(), hash: z.string() }).nullable(),
    to: z.object({ version: z.number(), hash: z.string() }).nullable(),
    tables: z.array(
      z.object({
        name: z.string(),
        change: z.string(),
        hints: z.array(z.looseObject({ hint: z.string() })),
        columns: z.array(z.looseObject({ name: z.string(), change: z.string() })),
      }),
    ),
  }),
  async answer(call) {
    const { schema_name: asked, from_hash: from, to_hash: to } = call.input
    const schema = await schemaNameOf(call, asked)
    const name = await pipelineNameOf(call)
    const versions = await readLocalVersions(name, schema, placeOf(call.scope))
    const listed = versions.map(({ version, hash, at }) => ({ version, hash, ...(at !== undefined && { at }) }))
    const before = from ?? versions[1]?.hash
    if (before === undefined) {
      const text = `Schema ${schema} has one version on this machine, so there is nothing to compare.`
      return { data: { schema_name: schema, versions: listed, from: null, to: null, tables: [] }, text }
    }
    const diff = diffSchemas(
      await schemaAt(call, { name, schema, hash: before }),
      await schemaAt(call, { name, schema, hash: to }),
    )
    const lines = diff.tables.flatMap((table) => [
      `- ${table.change} table ${table.name}`,
      ...table.hints.map(({ hint, from: old, to: now }) => `  - ${hint}: ${old ?? 'nothing'} → ${now ?? 'nothing'}`),
      ...table.columns.map((one) => `  - ${one.change} ${one.name}: ${one.from ?? 'nothing'} → ${one.to ?? 'nothing'}`),
    ])
    const text = [
      `Schema ${schema}, version ${diff.from.version} → ${diff.to.version}`,
      ...(lines.length > 0 ? lines : ['nothing changed']),
    ]
    return { data: { schema_name: schema, versions: listed, ...diff }, text: text.join('\n') }
  },
})

interface Version {
  readonly name: string
  readonly schema: string
  readonly hash: string | undefined
}

function schemaAt({ scope, signal }: ToolCall<unknown>, { name, schema, hash }: Version) {
  const place = placeOf(scope)
  return readSchemaAt(name, schema, {
    ...place,
    ...(hash !== undefined && { hash }),
    dataset: async () => (await openPipeline(name, place)).dataset().within({ signal }),
  })
}
