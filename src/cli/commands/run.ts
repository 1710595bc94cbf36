import { access } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG, wholeNumber } from '../flags.ts'
import type { RunArguments, RunReport } from '../library.ts'
import { createProgress } from '../progress.ts'
import type { Register } from '../registration.ts'

/** Adds `tolva run`. */
export const registerRun: Register = (program, execute) => {
  program
    .command('run')
    .description('run a pipeline file (.ts, .js, .yaml)')
    .argument('<file>', 'the file')
    .option('--resource <name...>', 'load only these resources')
    .option('--limit <pages>', 'stop after so many pages of each resource', wholeNumber)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples('tolva run chatbot_pipeline.ts', 'tolva run chatbot.yaml --resource users --limit 2'),
    )
    .action((file: string, options: { json?: boolean; resource?: string[]; limit?: number }) =>
      execute('run', options.json ?? false, (context) =>
        run({ file, select: options.resource, limit: options.limit }, context),
      ),
    )
}

interface RunCommand {
  readonly file: string
  readonly select: readonly string[] | undefined
  readonly limit: number | undefined
}

/**
 * A YAML file is run as it is declared. Of a script, the exported `main` (or default) function is called with
 * `RunArguments`; a script without one has run by itself when it is imported.
 */
async function run(command: RunCommand, context: CliContext): Promise<void> {
  const path = resolve(context.cwd, command.file)
  await access(path).catch(() => {
    throw new ConfigError(`there is no file ${path}`, {
      code: 'no_file',
      hint: 'check the name, or make one: tolva init chatbot duckdb',
    })
  })
  const { terminal, streams, env, signal } = context
  const progress = createProgress(streams.stderr, { enabled: !terminal.json && !env.CI, now: context.now })
  const options: RunArguments = {
    signal,
    ...(command.select !== undefined && { select: command.select }),
    ...(command.limit !== undefined && { limit: command.limit }),
    onEvent: progress.onEvent,
  }
  try {
    const runner = runnerOf(extname(path))
    const work = () => runner(path, options, context)
    const report = terminal.json ? await context.withStdoutAsStderr(work) : await work()
    progress.end()
    for (const warning of report?.warnings ?? []) terminal.note(`warning: ${warning}`)
    terminal.result('run', { file: path, report: report ?? null }, report === undefined ? '' : String(report))
  } catch (error) {
    progress.end()
    throw error
  }
}

type Runner = (path: string, options: RunArguments, context: CliContext) => Promise<RunReport | undefined>

function runnerOf(extension: string): Runner {
  if (['.yaml', '.yml', '.json'].includes(extension)) return runDeclaration
  if (['.ts', '.js', '.mts', '.mjs'].includes(extension)) return runScript
  throw new ConfigError(`cannot run a ${extension || 'file without an ending'}`, {
    code: 'bad_file_type',
    hint: 'name a .ts, .js, .yaml or .json file',
  })
}

const runDeclaration: Runner = async (path, options, context) => {
  const { readDeclaration } = await import('../read-declaration.ts')
  const declared = await readDeclaration(path)
  const library = await context.library()
  const source = await library.declarativeSource(declared.sourceName, declared.source)
  return library.pipeline({ ...declared.pipeline, projectDir: context.cwd }).run(source, options)
}

const runScript: Runner = async (path, options, context) => {
  const loaded: unknown = await context.unstoppable(() => import(pathToFileURL(path).href)).catch(uninstalled)
  const main = exported(loaded, 'main') ?? exported(loaded, 'default')
  if (main === undefined) {
    if (options.select !== undefined || options.limit !== undefined) {
      context.terminal.note(
        `${basename(path)} ran by itself, so --resource and --limit had no effect: export a function main(options) that passes its options to run()`,
      )
    }
    return undefined
  }
  const result: unknown = await main(options)
  return isReport(result) ? result : undefined
}

/** A package that the script imports and that is not there has one remedy; every other error is the script's own. */
function uninstalled(error: unknown): never {
  const name = error instanceof Error ? /^Cannot find package '([^']+)'/.exec(error.message)?.[1] : undefined
  if (name === undefined) throw error
  throw new ConfigError(`the package ${name} is not installed`, {
    code: 'missing_package',
    hint: `npm install ${name}`,
    cause: error,
  })
}

function exported(loaded: unknown, name: string): ((options: RunArguments) => unknown) | undefined {
  if (typeof loaded !== 'object' || loaded === null) return undefined
  const value: unknown = Reflect.get(loaded, name)
  return typeof value === 'function' ? (options) => Reflect.apply(value, undefined, [options]) : undefined
}

function isReport(value: unknown): value is RunReport {
  return typeof value === 'object' && value !== null && 'packages' in value && 'rowCounts' in value && 'toJSON' in value
}
