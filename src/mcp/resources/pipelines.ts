import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server'
import { listPipelines, readLocalSchemas, readRunRecord, readStateView } from '../../inspect.ts'
import { SCHEMA_FORMATS } from '../../schema/render/schema-formats.ts'
import { checkGranted } from '../grants.ts'
import { type McpScope, placeOf } from '../mcp-scope.ts'
import { plainJson } from '../plain-json.ts'
import { pipelineNameOf } from '../tools/pipelines/named-pipeline.ts'

interface Part {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly mimeType: string
  read(pipeline: string, scope: McpScope): Promise<string>
}

const PARTS: readonly Part[] = [
  {
    name: 'schema',
    title: 'Schema of a pipeline',
    description: 'All schemas of a pipeline as they are stored.',
    mimeType: 'application/yaml',
    async read(pipeline, scope) {
      const schemas = await readLocalSchemas(pipeline, placeOf(scope))
      return schemas.map((schema) => SCHEMA_FORMATS.yaml?.(schema) ?? '').join('\n---\n')
    },
  },
  {
    name: 'state',
    title: 'State of a pipeline',
    description: 'Cursors and the state document, secrets left out.',
    mimeType: 'application/json',
    read: async (pipeline, scope) => jsonText(await readStateView(pipeline, placeOf(scope))),
  },
  {
    name: 'trace',
    title: 'Last run of a pipeline',
    description: 'What the last run did, in short.',
    mimeType: 'application/json',
    read: async (pipeline, scope) => jsonText(await readRunRecord(pipeline, 'last', placeOf(scope))),
  },
]

/** Adds `tolva://pipelines/<name>/schema`, `state` and `trace`. */
export function registerPipelineResources(server: McpServer, scope: McpScope): void {
  const names = async () =>
    (await listPipelines(placeOf(scope)))
      .map(({ name }) => name)
      .filter((name) => scope.pipeline === undefined || scope.pipeline === name)
  for (const { name, title, description, mimeType, read } of PARTS) {
    const template = new ResourceTemplate(`tolva://pipelines/{name}/${name}`, {
      list: async () => ({
        resources: (await names()).map((pipeline) => ({
          uri: `tolva://pipelines/${encodeURIComponent(pipeline)}/${name}`,
          name: `${pipeline} ${name}`,
          mimeType,
        })),
      }),
      complete: { name: async (begun) => (await names()).filter((pipeline) => pipeline.startsWith(begun)) },
    })
    server.registerResource(`pipeline-${name}`, template, { title, description, mimeType }, async (uri, variables) => {
      checkGranted(`tolva://pipelines/…/${name}`, ['local:read'], scope.grants)
      const asked = decodeURIComponent(String(variables.name))
      const pipeline = await pipelineNameOf({ input: { pipeline_name: asked }, scope })
      return { contents: [{ uri: uri.href, mimeType, text: await read(pipeline, scope) }] }
    })
  }
}

const jsonText = (data: unknown): string => JSON.stringify(plainJson(data), undefined, 2)
