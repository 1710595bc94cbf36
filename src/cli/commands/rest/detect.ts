import { stringify } from 'yaml'
import { createConfigReader } from '../../../config/resolve.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { looksSecret } from '../../../http/redact-url.ts'
import type { RestCheck } from '../../../sources/rest-api/index.ts'
import type { CliContext } from '../../cli-context.ts'
import { snakeResource } from '../../config-text.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'
import { projectNames } from '../../templates/project-names.ts'
import { checkText } from './check-text.ts'

interface Flags {
  readonly json?: boolean
  readonly tokenEnv?: string
  readonly name?: string
}

/** Adds `tolva rest detect`. */
export const registerRestDetect: Register = (rest, execute) => {
  rest
    .command('detect')
    .description('look at one URL of an API, and print a pipeline file that loads it')
    .argument('<url>', 'where rows are, with the parameters that are wanted')
    .option('--token-env <name>', 'environment variable that holds a bearer token')
    .option(
      '--name <name>',
      'of a project that tolva init rest_api made: its names, and its token from .dlt/secrets.toml',
    )
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva rest detect https://api.github.com/repos/nodejs/node/issues?per_page=100',
        'tolva rest detect https://api.example.com/users --token-env EXAMPLE_TOKEN > users.yaml',
        'tolva rest detect https://api.example.com/users --name shop > shop_pipeline.yaml',
      ),
    )
    .action((url: string, flags: Flags) =>
      execute('rest detect', flags.json ?? false, (context) => detect(url, flags, context)),
    )
}

/** The file goes to stdout, what it was told by to stderr: so that the file can be redirected. */
async function detect(address: string, flags: Flags, context: CliContext): Promise<void> {
  const { terminal, signal, cwd } = context
  const { name, baseUrl, endpoint } = placeOf(address)
  const token = tokenOf(flags, context)
  const project = flags.name === undefined ? undefined : projectNames(flags.name, `${flags.name}_source`)
  const kept = project && (await keptAuth(project.source, context))
  const library = await context.library()
  const source = await library.declarativeSource(project?.source ?? name, {
    client: { base_url: baseUrl, ...(token === undefined ? kept : { auth: { type: 'bearer', token } }) },
    resources: [{ name, endpoint }],
  })
  const check = await context.stoppable(() => library.checkRest(source, { signal, projectDir: cwd }))
  if (!terminal.json) terminal.note(checkText(withoutAdvice(check), { language: 'yaml', color: false }))
  const [found] = check.resources
  const advised = snakeResource(found?.advice?.config ?? { name })
  const file = {
    pipeline: {
      name: project?.pipeline ?? name,
      destination: 'duckdb',
      ...(project && { dataset: project.dataset }),
    },
    source: {
      name: project?.source ?? name,
      client: { base_url: baseUrl, ...(token === undefined ? kept : project ? KEPT_AUTH : { auth: 'bearer' }) },
      resources: [{ ...advised, endpoint: { ...withoutSecrets(endpoint), ...Object(advised.endpoint) } }],
    },
  }
  const text = `# yaml-language-server: $schema=./node_modules/tolva/schemas/rest-api.json\n${stringify(file).trimEnd()}`
  terminal.result('rest detect', { check, file }, found?.error === undefined ? text : '')
  if (found?.error !== undefined) context.exitWith(1)
}

/** The auth that `tolva init rest_api` writes. */
const KEPT_AUTH = { auth: { type: 'bearer', token: { type: 'setting', field: 'api_key' } } } as const

/** That auth, where the project has the token. */
async function keptAuth(source: string, { cwd, env }: CliContext): Promise<typeof KEPT_AUTH | undefined> {
  const reader = createConfigReader({ projectDir: cwd, env })
  const token = await reader.read({ sections: ['sources', source], field: 'api_key', secret: true, required: false })
  return token === undefined ? undefined : KEPT_AUTH
}

/** A URL as base, path and parameters; the last word of the path names the resource. */
function placeOf(address: string) {
  const url = URL.parse(address)
  const segments = url?.pathname.split('/').filter((segment) => segment !== '') ?? []
  const last = segments.at(-1)
  if (url === null || !/^https?:$/.test(url.protocol) || last === undefined) {
    throw new ConfigError(`${address} is no URL of rows`, {
      code: 'bad_url',
      hint: 'give the whole one: tolva rest detect https://api.example.com/users',
    })
  }
  const params: Record<string, string> = {}
  for (const [key, value] of url.searchParams) params[escaped(key)] = escaped(value)
  return {
    name: last
      .replace(/\.json$/, '')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toLowerCase(),
    baseUrl: [url.origin, ...segments.slice(0, -1)].join('/'),
    endpoint: { path: escaped(last), ...(Object.keys(params).length > 0 && { params }) },
  }
}

/** What a parameter's name says to be a secret is looked up in each run instead. */
function withoutSecrets({ path, params }: ReturnType<typeof placeOf>['endpoint']) {
  if (params === undefined) return { path }
  const shown = Object.entries(params).map(([key, value]) => [key, looksSecret(key) ? { type: 'setting' } : value])
  return { path, params: Object.fromEntries(shown) }
}

/** Braces of a URL are no placeholders. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replace(/^:/, '\\:')
}

function tokenOf({ tokenEnv }: Flags, { env }: CliContext): string | undefined {
  if (tokenEnv === undefined) return undefined
  const token = env[tokenEnv]
  if (token !== undefined && token !== '') return token
  throw new ConfigError(`the environment variable ${tokenEnv} is not set`, {
    code: 'unset_variable',
    hint: `export ${tokenEnv}=… first; the token itself is never given on the command line`,
  })
}

function withoutAdvice(check: RestCheck): RestCheck {
  return { ...check, resources: check.resources.map(({ advice: _, ...resource }) => resource) }
}
