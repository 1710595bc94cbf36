import { z } from 'zod'
import { readPipelineFacts } from '../../../inspect.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf } from './named-pipeline.ts'

/** `pipeline_info`. */
export const pipelineInfoTool = defineTool({
  name: 'pipeline_info',
  title: 'Pipeline info',
  description:
    'What one pipeline is: destination, where its data lies, dataset, schemas with versions, working folder, whether it runs now, packages that wait, resources that a stopped run has read in part.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ pipeline_name: PIPELINE_NAME }),
  output: z.object({
    name: z.string(),
    destination: z.string(),
    location: z.string().optional(),
    dataset: z.string(),
    project_folder: z.string().describe('Where it ran first: its .dlt folder is there.'),
    working_folder: z.string(),
    running: z.boolean(),
    default_schema: z.string().nullable(),
    schemas: z.array(z.object({ name: z.string(), version: z.number(), hash: z.string(), tables: z.number() })),
    waiting: z.array(z.object({ load_id: z.string(), state: z.string(), error: z.string().optional() })),
    unfinished: z.array(z.unknown()),
    last_run: z.object({ at: z.string(), outcome: z.string(), rows: z.number() }).optional(),
  }),
  async answer(call) {
    const facts = await readPipelineFacts(await pipelineNameOf(call), placeOf(call.scope))
    const { name, destination, location, dataset, running, schemas, lastRun } = facts
    const waiting = facts.waiting.map(({ loadId, state, error }) => ({
      load_id: loadId,
      state,
      ...(error !== undefined && { error }),
    }))
    const text = [
      `**${name}** loads into ${destination}, dataset ${dataset}${location === undefined ? '' : `, at ${location}`}`,
      `- ran first in ${facts.projectFolder}; working folder ${facts.workingFolder}`,
      ...schemas.map((one) => `- schema ${one.name}: version ${one.version}, ${one.tables} tables`),
      lastRun === undefined
        ? '- it has not run yet'
        : `- last run ${lastRun.outcome} at ${lastRun.finishedAt} with ${lastRun.rows} rows`,
      ...(running ? ['- a run goes on now'] : []),
      ...waiting.map((one) => `- package ${one.load_id} waits: ${one.error ?? one.state}`),
      ...(facts.unfinished.length > 0 ? [`- ${facts.unfinished.length} resource(s) were read in part`] : []),
    ].join('\n')
    const data = {
      name,
      destination,
      ...(location !== undefined && { location }),
      dataset,
      project_folder: facts.projectFolder,
      working_folder: facts.workingFolder,
      running,
      default_schema: facts.defaultSchema,
      schemas,
      waiting,
      unfinished: facts.unfinished,
      ...(lastRun && { last_run: { at: lastRun.startedAt, outcome: lastRun.outcome, rows: lastRun.rows } }),
    }
    return { data, text }
  },
})
