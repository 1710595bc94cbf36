import { relative, resolve } from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import { makeProject } from '../make-project.ts'
import type { Register } from '../registration.ts'
import type { PipelineFormat } from '../templates/known-template.ts'
import { madeAndKept } from '../write-project.ts'
import { listDestinations } from './init/list-destinations.ts'
import { listSources } from './init/list-sources.ts'
import { registerInitOpenApi } from './init/openapi.ts'

interface Flags {
  readonly json?: boolean
  readonly dir: string
  readonly name?: string
  readonly format?: string
  readonly listSources?: boolean
  readonly listDestinations?: boolean
}

/** Adds `tolva init`. */
export const registerInit: Register = (program, execute) => {
  const command = program
    .command('init')
    .description('make a project that loads a source into a destination')
    .argument('[source]', 'rest_api, chatbot, github, …: see --list-sources; for openapi see tolva init openapi --help')
    .argument('[destination]', 'duckdb, postgres, redshift or filesystem')
    .option('--list-sources', 'what can be loaded, and what of it was never run against the real API')
    .option('--list-destinations', 'what can be loaded into')
    .option('--format <format>', 'yaml or ts: how the pipeline is written; of known APIs yaml by default, else ts')
    .option('--name <name>', 'what pipeline, dataset and files are called by; the name of the source by default')
    .option('--dir <folder>', 'where to make it', '.')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
Files that are there already are kept; .dlt/secrets.toml and .dlt/config.toml get the sections that they have not.
${examples(
  'tolva init chatbot duckdb',
  'tolva init github postgres --dir issues',
  'tolva init rest_api duckdb --name shop',
  'tolva init stripe duckdb --format ts --json',
  'tolva init openapi petstore.yaml duckdb',
  'tolva init --list-sources',
)}`,
    )
    .action((source: string | undefined, destination: string | undefined, flags: Flags) =>
      execute('init', flags.json ?? false, (context) => init(source, destination, { flags, context })),
    )
  registerInitOpenApi(command, execute)
}

async function init(
  source: string | undefined,
  destination: string | undefined,
  { flags, context }: { readonly flags: Flags; readonly context: CliContext },
): Promise<void> {
  if (flags.listSources) return listSources(context)
  if (flags.listDestinations) return listDestinations(context)
  if (source === undefined || destination === undefined) {
    throw new ConfigError(`tolva init needs a ${source === undefined ? 'source and a destination' : 'destination'}`, {
      code: 'bad_arguments',
      hint: 'e.g. tolva init rest_api duckdb; tolva init --list-sources and --list-destinations show what there is',
    })
  }
  const format = formatOf(flags.format)
  const project = await makeProject({
    source,
    destination,
    dir: resolve(context.cwd, flags.dir),
    ...(flags.name !== undefined && { name: flags.name }),
    ...(format && { format }),
  })
  const place = relative(context.cwd, project.dir)
  const next = [...(place === '' ? [] : [`cd ${place}`]), ...project.next]
  const lines = [
    ...madeAndKept(project),
    ...(project.verified ? [] : [`unverified: ${source} was never run against the real API; look before you load`]),
    ...[...project.secrets, ...project.settings].map(({ key, description }) => `${key}: ${description}`),
    'next:',
    ...next.map((step) => `  ${step}`),
  ]
  context.terminal.result('init', { ...project, next }, lines.join('\n'))
}

function formatOf(format: string | undefined): PipelineFormat | undefined {
  if (format === undefined || format === 'yaml' || format === 'ts') return format
  throw new ConfigError(`--format ${format} is neither yaml nor ts`, {
    code: 'bad_format',
    hint: 'write --format yaml or --format ts',
  })
}
