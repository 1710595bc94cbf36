import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { ConfigError, SchemaError } from '../../errors/tolva-error.ts'
import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import type { Library } from '../library.ts'
import type { Register } from '../registration.ts'
import { checkPipelineName } from './pipeline/known-pipelines.ts'

/** Adds `tolva types`. */
export const registerTypes: Register = (program, execute) => {
  program
    .command('types')
    .description('write TypeScript types of the rows of all tables')
    .argument('[pipeline]', 'the pipeline; the only one of this machine by default')
    .option('--out <file>', 'write them there; stdout by default')
    .option('--check', 'write nothing; exit 4 where the file is not what would be written')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples('tolva types chatbot_pipeline --out tables.ts', 'tolva types chatbot_pipeline --out tables.ts --check'),
    )
    .action((pipeline: string | undefined, options: { json?: boolean; out?: string; check?: boolean }) =>
      execute('types', options.json ?? false, (context) =>
        types({ pipeline, out: options.out, check: options.check ?? false }, context),
      ),
    )
}

interface TypesCommand {
  readonly pipeline: string | undefined
  readonly out: string | undefined
  readonly check: boolean
}

async function types({ pipeline, out, check }: TypesCommand, context: CliContext): Promise<void> {
  const library = await context.library()
  const name = pipeline ?? (await onlyPipeline(library))
  await checkPipelineName(name, library)
  if (check && out === undefined) {
    throw new ConfigError('--check does not know which file to look at', {
      code: 'no_types_file',
      hint: `name it: tolva types ${name} --out tables.ts --check`,
    })
  }
  const { typescript } = await import('../../schema/render/typescript.ts')
  const schemas = await (await library.openPipeline(name, {})).schemas()
  const command = ['tolva types', name, ...(out === undefined ? [] : ['--out', out])].join(' ')
  const text = `// Written by \`${command}\`; run it again when the schema has changed.\n\n${typescript(schemas.values())}`
  if (out === undefined) return context.terminal.result('types', { pipeline: name, text }, text.trimEnd())
  const path = resolve(context.cwd, out)
  const isCurrent = (await readFile(path, 'utf8').catch(() => undefined)) === text
  if (check && !isCurrent) {
    throw new SchemaError(`${out} does not say what the tables of pipeline ${name} are now`, {
      code: 'contract_types',
      hint: command,
      context: { pipeline: name, file: path },
    })
  }
  if (!isCurrent) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  const shown = relative(context.cwd, path)
  context.terminal.result(
    'types',
    { pipeline: name, file: path, changed: !isCurrent },
    isCurrent ? `${shown} is up to date` : `wrote ${shown}`,
  )
}

async function onlyPipeline(library: Library): Promise<string> {
  const listed = await library.listPipelines({})
  const names = listed.filter(({ neverLoaded }) => !neverLoaded).map(({ name }) => name)
  const [only] = names
  if (only !== undefined && names.length === 1) return only
  throw new ConfigError('tolva types does not know which pipeline is meant', {
    code: 'no_pipeline_named',
    hint: only === undefined ? 'run one first: tolva run <file>' : `name one of ${names.join(', ')}`,
  })
}
