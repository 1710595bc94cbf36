import { z } from 'zod'
import { readLoadDetails, readLocalLoads } from '../../../inspect.ts'
import { markdownTable } from '../../markdown-table.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf } from './named-pipeline.ts'

type Load = Awaited<ReturnType<typeof readLocalLoads>>[number]

const LOAD = z.object({
  load_id: z.string(),
  state: z.string().describe('loaded, sealed (waits), failed, or how it was given up.'),
  at: z.string().optional(),
  rows: z.number().optional(),
  jobs: z.number().optional(),
  error: z.string().optional(),
})

/** `list_load_packages`. */
export const listLoadPackagesTool = defineTool({
  name: 'list_load_packages',
  title: 'List load packages',
  description: 'Load packages of a pipeline that this machine knows, the newest first: state, rows, error.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ pipeline_name: PIPELINE_NAME, most: z.number().int().min(1).max(200).default(20) }),
  output: z.object({ packages: z.array(LOAD), total: z.number() }),
  async answer(call) {
    const all = await readLocalLoads(await pipelineNameOf(call), placeOf(call.scope))
    const packages = all.slice(0, call.input.most).map(loadLine)
    const more = all.length > packages.length ? `\n\n*(the newest ${packages.length} of ${all.length})*` : ''
    return { data: { packages, total: all.length }, text: `${loadsText(packages, 'There are no packages.')}${more}` }
  },
})

/** `get_load_package`. */
export const getLoadPackageTool = defineTool({
  name: 'get_load_package',
  title: 'One load package',
  description:
    'One load package: jobs with table, rows, bytes and state, why it failed, tables and columns that it brought, what was set aside, and the commands that go on from here.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ pipeline_name: PIPELINE_NAME, load_id: z.string().min(1) }),
  output: LOAD.extend({
    job_list: z.array(
      z.object({ id: z.string(), table: z.string(), rows: z.number(), bytes: z.number(), state: z.string() }),
    ),
    failure: z.object({ code: z.string(), message: z.string() }).optional(),
    next: z.array(z.object({ command: z.string(), what: z.string() })),
    added: z.object({ tables: z.array(z.string()), columns: z.array(z.unknown()), widened: z.array(z.unknown()) }),
    set_aside: z.array(z.unknown()),
    warnings: z.array(z.string()),
  }),
  async answer(call) {
    const found = await readLoadDetails(await pipelineNameOf(call), call.input.load_id, placeOf(call.scope))
    const { jobList, failure, next, added, setAside, warnings } = found
    const jobs = jobList.map(({ id, table, rows, bytes, state }) => [id, table, rows, bytes, state])
    const text = [
      loadsText([loadLine(found)], ''),
      '',
      jobs.length === 0
        ? 'Its jobs are not known here.'
        : markdownTable(['job', 'table', 'rows', 'bytes', 'state'], jobs),
      ...(failure ? [`failed with ${failure.code}: ${failure.message}`] : []),
      ...warnings.map((one) => `- warning: ${one}`),
      ...next.map(({ command, what }) => `- \`${command}\`: ${what}`),
    ].join('\n')
    const data = {
      ...loadLine(found),
      job_list: jobList,
      ...(failure && { failure }),
      next,
      added,
      set_aside: setAside,
      warnings,
    }
    return { data, text }
  },
})

/** `list_failed_jobs`. */
export const listFailedJobsTool = defineTool({
  name: 'list_failed_jobs',
  title: 'List failed jobs',
  description: 'Load packages that could not be loaded, why, and the commands that load them, or give them up.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ pipeline_name: PIPELINE_NAME }),
  output: z.object({
    failed: z.array(
      LOAD.extend({
        tables: z.array(z.string()),
        next: z.array(z.object({ command: z.string(), what: z.string() })),
      }),
    ),
  }),
  async answer(call) {
    const name = await pipelineNameOf(call)
    const place = placeOf(call.scope)
    const known = await readLocalLoads(name, place)
    const failed = await Promise.all(
      known
        .filter(({ state }) => state === 'failed')
        .map(async (load) => {
          const { jobList, next } = await readLoadDetails(name, load.loadId, { ...place, known })
          const tables = [...new Set(jobList.filter(({ state }) => state === 'failed').map(({ table }) => table))]
          return { ...loadLine(load), tables, next }
        }),
    )
    const commands = failed.flatMap(({ next }) => next.map(({ command, what }) => `- \`${command}\`: ${what}`))
    const text = loadsText(failed, `Pipeline ${name} has no failed packages.`)
    return { data: { failed }, text: [text, ...commands].join('\n') }
  },
})

const loadLine = ({ loadId, state, at, rows, jobs, error }: Load) => ({
  load_id: loadId,
  state,
  ...(at !== undefined && { at }),
  ...(rows !== undefined && { rows }),
  ...(jobs !== undefined && { jobs }),
  ...(error !== undefined && { error }),
})

function loadsText(loads: readonly ReturnType<typeof loadLine>[], none: string): string {
  if (loads.length === 0) return none
  const rows = loads.map((one) => [one.load_id, one.state, one.at, one.rows, one.jobs, one.error])
  return markdownTable(['load id', 'state', 'at', 'rows', 'jobs', 'error'], rows)
}
