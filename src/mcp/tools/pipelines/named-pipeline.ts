import { z } from 'zod'
import type { Dataset } from '../../../dataset/dataset.ts'
import type { ReadLimits } from '../../../dataset/read-limits.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { listPipelines, openPipeline, projectFolderOf, readPipelineFacts } from '../../../inspect.ts'
import { knownPipelineName } from '../../../serving/known-pipeline.ts'
import { takingTurn } from '../../../serving/reading-turn.ts'
import { type McpScope, placeOf } from '../../mcp-scope.ts'
import type { ToolCall } from '../tool.ts'

/** How tools are told of which pipeline they shall tell. */
export const PIPELINE_NAME = z
  .string()
  .min(1)
  .optional()
  .describe('Name of the pipeline, as list_pipelines gives it; may be left out where there is only one.')

type Named = ToolCall<{ readonly pipeline_name?: string | undefined }>

/**
 * The pipeline that a call is about: that of the server, the one that is named, or the only one.
 * @throws ConfigError `other_pipeline`, `pipeline_not_named`, `unknown_pipeline`.
 */
export async function pipelineNameOf({ input, scope }: Pick<Named, 'input' | 'scope'>): Promise<string> {
  const name = input.pipeline_name ?? scope.pipeline ?? (await onlyPipeline(scope))
  if (scope.pipeline === undefined || scope.pipeline === name) {
    const known = await knownPipelineName(name, placeOf(scope))
    const folder = await projectFolderOf(known, placeOf(scope))
    if (folder !== undefined) scope.opened.add(folder)
    return known
  }
  throw new ConfigError(`this server tells of pipeline ${scope.pipeline} only`, {
    code: 'other_pipeline',
    hint: 'Leave pipeline_name out, or start a server without a pipeline: tolva mcp',
    context: { pipeline: name },
  })
}

/** Reads from a pipeline's dataset when it is its turn, for as long as the client waits. */
export async function readingOf<T>(
  call: Named,
  read: (dataset: Dataset, limits: ReadLimits) => Promise<T>,
): Promise<T> {
  const { scope, signal } = call
  const { queries, gaps } = scope
  const pipeline = await pipelineNameOf(call)
  const place = placeOf(scope)
  const opened = await openPipeline(pipeline, place)
  return takingTurn({ pipeline, place, queries, gaps, signal }, () =>
    read(opened.dataset().within({ signal }), { signal }),
  )
}

/** The schema that a call is about: the one that is named, else the default one, else the first. */
export async function schemaNameOf(call: Named, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return asked
  const name = await pipelineNameOf(call)
  const { defaultSchema, schemas } = await readPipelineFacts(name, placeOf(call.scope))
  const found = defaultSchema ?? schemas[0]?.name
  if (found !== undefined) return found
  throw new ConfigError(`pipeline ${name} has no schema yet`, {
    code: 'no_schema',
    hint: 'A first load makes it; see with trace_summary why there was none.',
    context: { pipeline: name },
  })
}

async function onlyPipeline(scope: McpScope): Promise<string> {
  const known = (await listPipelines(placeOf(scope))).map(({ name }) => name)
  const [only, ...others] = known
  if (only !== undefined && others.length === 0) return only
  throw new ConfigError(only === undefined ? 'no pipeline has run on this machine yet' : 'no pipeline was named', {
    code: only === undefined ? 'no_pipelines' : 'pipeline_not_named',
    hint:
      only === undefined
        ? 'Run one first: run_pipeline, or tolva run <file>. project_info says in which folder was looked.'
        : `Give pipeline_name: ${known.slice(0, 20).join(', ')}.`,
  })
}
