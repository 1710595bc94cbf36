import { z } from 'zod'
import { readStateView } from '../../../inspect.ts'
import { markdownTable } from '../../markdown-table.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf } from './named-pipeline.ts'

/** `get_pipeline_state`. */
export const pipelineStateTool = defineTool({
  name: 'get_pipeline_state',
  title: 'Pipeline state',
  description:
    'The state of a pipeline: where each cursor of an incremental resource stands and how it moved, what a stopped run has read, and the state document, secrets left out. A cursor that does not move is a common fault.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ pipeline_name: PIPELINE_NAME }),
  output: z.object({
    version: z.number(),
    cursors: z.array(
      z.looseObject({
        source: z.string(),
        resource: z.string(),
        cursorPath: z.string(),
        lastValue: z.unknown().optional(),
        history: z.array(z.unknown()),
      }),
    ),
    unfinished: z.array(z.unknown()),
    document: z.unknown(),
  }),
  async answer(call) {
    const state = await readStateView(await pipelineNameOf(call), placeOf(call.scope))
    const cursors = state.cursors.map((one) => [
      `${one.source}.${one.resource}`,
      one.cursorPath,
      one.lastValue,
      one.history.map(({ value }) => String(value)).join(' → '),
    ])
    const shown =
      cursors.length === 0
        ? 'No resource is incremental.'
        : markdownTable(['resource', 'cursor', 'stands at', 'moved'], cursors)
    const document = JSON.stringify(state.document, undefined, 2)
    return { data: state, text: `State version ${state.version}\n\n${shown}\n\n\`\`\`json\n${document}\n\`\`\`` }
  },
})
