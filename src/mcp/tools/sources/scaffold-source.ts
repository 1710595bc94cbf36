import { z } from 'zod'
import { confinedFolder } from '../confined-path.ts'
import { hostRun } from '../host-tool.ts'
import { defineTool } from '../tool.ts'

const WORD = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'a name: letters, digits, _ and -')
const MADE = z.looseObject({
  dir: z.string(),
  made: z.array(z.string()),
  kept: z.array(z.string()),
  next: z.array(z.string()),
})

/** `scaffold_source`. */
export const scaffoldSourceTool = defineTool({
  name: 'scaffold_source',
  title: 'Scaffold a pipeline',
  description:
    'Writes a pipeline file with its config and placeholders for secrets, as `tolva init` does. Files that are there are kept and named. Nothing is run. Take a source from search_sources or list_sources; rest_api is for any API that is not listed.',
  feature: 'sources',
  needs: ['local:write'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.object({
    source: WORD.describe('rest_api, chatbot, sql_database, filesystem, or the name of a known source.'),
    destination: WORD.default('duckdb'),
    name: WORD.optional().describe('What the pipeline is called, for rest_api: shop gives shop_pipeline.'),
    format: z.enum(['yaml', 'ts']).optional().describe('Of the pipeline file, where the source has both.'),
    dir: z.string().min(1).default('.').describe('Folder of the project to write into.'),
  }),
  output: z.object({
    dir: z.string(),
    made: z.array(z.string()),
    kept: z.array(z.string()),
    next: z.array(z.string()),
  }),
  async answer(call) {
    const { source, destination, name, format, dir } = call.input
    const folder = await confinedFolder(call.scope.projectFolder, dir)
    const { result, text } = await hostRun(call, [
      'init',
      source,
      destination,
      `--dir=${folder}`,
      ...(name === undefined ? [] : [`--name=${name}`]),
      ...(format === undefined ? [] : [`--format=${format}`]),
    ])
    return { data: MADE.parse(result), text }
  },
})
