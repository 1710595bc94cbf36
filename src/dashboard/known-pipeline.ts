import { suggestion } from '../dataset/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { listPipelines, openPipeline } from '../inspect.ts'
import type { Ask } from './served-route.ts'

type Opened = Awaited<ReturnType<typeof openPipeline>>

/**
 * The handle of the pipeline that a request names. Only names that a listing gave reach a folder.
 * @throws ConfigError `unknown_pipeline`.
 */
export async function knownPipeline({ params, scope }: Ask): Promise<Opened> {
  return openPipeline(await knownName(params.name ?? '', scope), placeOf(scope))
}

/** Where its working folders are, as the functions of `inspect` take it. */
export const placeOf = ({ dataDir }: Ask['scope']) => (dataDir === undefined ? {} : { dataDir })

/** @throws ConfigError `unknown_pipeline` with the names that are known. */
export async function knownName(name: string, scope: Ask['scope']): Promise<string> {
  const known = (await listPipelines(placeOf(scope))).map((one) => one.name)
  if (known.includes(name)) return name
  throw new ConfigError(`there is no pipeline ${name} on this machine`, {
    code: 'unknown_pipeline',
    hint: known.length > 0 ? suggestion(name, known) : 'run one first: tolva run <file>',
    context: { pipeline: name },
  })
}
