import { z } from 'zod'
import { pipelineGlances } from '../../../inspect.ts'
import { markdownTable } from '../../markdown-table.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'

/** `list_pipelines`. */
export const listPipelinesTool = defineTool({
  name: 'list_pipelines',
  title: 'List pipelines',
  description:
    'Pipelines that have run on this machine: where each loads to, how its last run ended, what waits. Begin here. A pipeline that never ran is a file in the project, and not listed.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({}),
  output: z.object({
    pipelines: z.array(
      z.object({
        name: z.string(),
        destination: z.string(),
        dataset: z.string(),
        running: z.boolean(),
        last_run: z
          .object({ at: z.string(), outcome: z.string(), rows: z.number(), error: z.string().optional() })
          .optional(),
        waiting: z.number().describe('Packages that are sealed and not loaded, failed ones included.'),
        failed: z.number(),
        problem: z.string().optional(),
      }),
    ),
  }),
  async answer({ scope }) {
    const all = await pipelineGlances(placeOf(scope))
    const pipelines = all
      .filter(({ name }) => scope.pipeline === undefined || scope.pipeline === name)
      .map(({ name, destination, dataset, running, lastRun, waiting, failed, problem }) => ({
        name,
        destination,
        dataset,
        running,
        ...(lastRun && {
          last_run: {
            at: lastRun.startedAt,
            outcome: lastRun.outcome,
            rows: lastRun.rows,
            ...(lastRun.error && { error: `${lastRun.error.code}: ${lastRun.error.message}` }),
          },
        }),
        waiting,
        failed,
        ...(problem && { problem: `${problem.code}: ${problem.message}` }),
      }))
    const rows = pipelines.map(({ name, destination, dataset, running, last_run, waiting, problem }) => [
      name,
      destination,
      dataset,
      running ? 'running now' : last_run === undefined ? 'never' : `${last_run.outcome} ${last_run.at}`,
      last_run?.rows,
      waiting,
      problem ?? last_run?.error,
    ])
    const head = ['pipeline', 'destination', 'dataset', 'last run', 'rows', 'waiting packages', 'error']
    const none = 'No pipeline has run on this machine yet. project_info says in which folder was looked.'
    return { data: { pipelines }, text: rows.length === 0 ? none : markdownTable(head, rows) }
  },
})
