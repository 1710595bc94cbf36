import { z } from 'zod'
import { explainKey, explanationLines } from '../../../config/explain.ts'
import { createConfigReader } from '../../../config/resolve.ts'
import { defineTool, READS } from '../tool.ts'

/** `explain_config`. */
export const explainConfigTool = defineTool({
  name: 'explain_config',
  title: 'Where a value comes from',
  description:
    'Where a configuration value comes from, and every place that was looked in, in order: environment, secrets.toml, config.toml, vaults. The value is never shown. Ask this when a key is "not configured" or the wrong one is taken.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({
    key: z.string().min(1).max(300).describe('Dotted: sources.chatbot_source.api_key'),
    pipeline_name: z.string().min(1).optional().describe('As this pipeline sees it: sections with its name win.'),
  }),
  output: z.object({
    key: z.string(),
    found: z.boolean(),
    place: z.string().nullable(),
    file: z.string().nullable(),
    looked_in: z.array(z.looseObject({ place: z.string(), key: z.string(), outcome: z.string() })),
  }),
  async answer({ scope, input: { key, pipeline_name: pipelineName } }) {
    const reader = createConfigReader({
      projectDir: scope.projectFolder,
      env: scope.env,
      ...(pipelineName !== undefined && { pipelineName }),
    })
    const { value: _, ...explained } = await explainKey(key, reader)
    const { found, place, file, lookedIn } = explained
    return { data: { key, found, place, file, looked_in: lookedIn }, text: explanationLines(explained).join('\n') }
  },
})
