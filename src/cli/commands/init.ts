import { basename, join, relative, resolve } from 'node:path'
import { packageVersion } from '../../config/own-package.ts'
import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import { projectFiles } from '../project-files.ts'
import type { Register } from '../registration.ts'
import { madeAndKept, writeProject } from '../write-project.ts'
import { registerInitOpenApi } from './init/openapi.ts'

/** Adds `tolva init`. */
export const registerInit: Register = (program, execute) => {
  const command = program
    .command('init')
    .description('make a project that loads a source into a destination')
    .argument('<source>', 'chatbot, sql_database or filesystem; for openapi see tolva init openapi --help')
    .argument('<destination>', 'duckdb, postgres, redshift or filesystem')
    .option('--dir <folder>', 'where to make it', '.')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva init chatbot duckdb',
        'tolva init chatbot postgres --dir chatbot',
        'tolva init sql_database duckdb',
        'tolva init filesystem duckdb',
        'tolva init openapi petstore.yaml duckdb',
      ),
    )
    .action((source: string, destination: string, options: { json?: boolean; dir: string }) =>
      execute('init', options.json ?? false, (context) => init({ source, destination, dir: options.dir }, context)),
    )
  registerInitOpenApi(command, execute)
}

/** Writes a project; files that are there already are kept and named. */
async function init(
  options: { readonly source: string; readonly destination: string; readonly dir: string },
  context: CliContext,
): Promise<void> {
  const dir = resolve(context.cwd, options.dir)
  const { source, destination } = options
  const files = projectFiles({ source, destination, projectName: basename(dir), version: await packageVersion() })
  const { made, kept } = await writeProject(dir, files)
  const script = files[0]?.path ?? ''
  const place = relative(context.cwd, dir)
  const next = [
    ...(place === '' ? [] : [`cd ${place}`]),
    'npm install',
    `fill in ${join('.dlt', 'secrets.toml')}`,
    `npx tolva run ${script}`,
  ]
  const lines = [...madeAndKept({ made, kept }), 'next:', ...next.map((step) => `  ${step}`)]
  context.terminal.result('init', { dir, made, kept, next }, lines.join('\n'))
}
