import type { EndpointProbe } from '../../../sources/rest-api/index.ts'
import type { CliContext } from '../../cli-context.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import { openSources } from '../../open-source.ts'
import type { Register } from '../../registration.ts'
import { inLanguage, paramsOf, probeText } from './probe-text.ts'

interface Flags {
  readonly json?: boolean
  readonly resource?: string
  readonly path?: string
  readonly param?: readonly string[]
}

/** Adds `tolva rest probe`. */
export const registerRestProbe: Register = (rest, execute) => {
  rest
    .command('probe')
    .description('send one request with the client that a file declares; credentials go along and are never shown')
    .argument('<file>', 'a pipeline file (.yaml, .json), or a script that exports its source (.ts, .js)')
    .option('--resource <name>', 'ask as this resource does; the first one by default')
    .option('--path <path>', 'ask for this path below the base URL instead')
    .option('--param <name=value...>', 'query parameters')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
It stays at the origin of the declared base URL: other hosts are refused, redirects to them are told and not followed.
Exit codes: 0 an answer below 400, 1 another one, 2 the configuration is wrong
${examples(
  'tolva rest probe github.yaml',
  'tolva rest probe github.yaml --path user/repos --param per_page=2',
  'tolva rest probe chatbot_pipeline.ts --resource users --json',
)}`,
    )
    .action((file: string, flags: Flags) =>
      execute('rest probe', flags.json ?? false, (context) => probe(file, flags, context)),
    )
}

async function probe(file: string, flags: Flags, context: CliContext): Promise<void> {
  const { signal, cwd, terminal } = context
  const { resource, path } = flags
  const params = paramsOf(flags.param ?? [])
  const sources = await openSources(file, context)
  const { probeEndpoint } = await import('../../../sources/rest-api/index.ts')
  let failure: unknown
  for (const { source, language, located } of sources) {
    let found: EndpointProbe
    try {
      found = await context.stoppable(() =>
        probeEndpoint(source, {
          signal,
          projectDir: cwd,
          params,
          ...(resource !== undefined && { resource }),
          ...(path !== undefined && { path }),
        }),
      )
    } catch (error) {
      failure ??= located(error)
      if (isElsewhere(error)) continue
      throw located(error)
    }
    const told = inLanguage(found, language)
    terminal.result('rest probe', { file, source: source.name, language, ...told }, probeText(told, language))
    if (found.status >= 400) context.exitWith(1)
    return
  }
  throw failure
}

/** Another source of the file may have the resource. */
function isElsewhere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['unknown_resource', 'not_rest'].includes(String(error.code))
}
