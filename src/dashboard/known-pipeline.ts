import { openPipeline } from '../inspect.ts'
import { knownPipelineName } from '../serving/known-pipeline.ts'
import type { Ask } from './served-route.ts'

type Opened = Awaited<ReturnType<typeof openPipeline>>

/** Where its working folders are, as the functions of `inspect` take it. */
export const placeOf = ({ dataDir }: Ask['scope']) => (dataDir === undefined ? {} : { dataDir })

/** @throws ConfigError `unknown_pipeline`. */
export async function knownPipeline(ask: Ask): Promise<Opened> {
  return openPipeline(await knownName(ask), placeOf(ask.scope))
}

/**
 * The name of the pipeline that a request names, which has a folder on this machine.
 * @throws ConfigError `unknown_pipeline` with the names that are known.
 */
export function knownName({ params: { name = '' }, scope }: Ask): Promise<string> {
  return knownPipelineName(name, placeOf(scope))
}
