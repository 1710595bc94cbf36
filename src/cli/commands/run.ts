import { access } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { Option } from 'commander'
import type { RunEvent } from '../../contracts/events.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG, wholeNumber } from '../flags.ts'
import { importScript } from '../import-script.ts'
import type { RunArguments, RunReport } from '../library.ts'
import { locatedError } from '../located-error.ts'
import { createProgress } from '../progress.ts'
import type { Register } from '../registration.ts'
import { withVariables } from '../with-variables.ts'

/** Adds `tolva run`. */
export const registerRun: Register = (program, execute) => {
  program
    .command('run')
    .description('run a pipeline file (.ts, .js, .yaml)')
    .argument('<file>', 'the file')
    .option(
      '--destination <name>',
      'load there instead: duckdb, postgres, redshift, filesystem, or a name of the configuration',
    )
    .option(
      '--staging <name>',
      'where the job files of that destination lie: filesystem, or a name of the configuration',
    )
    .option('--resource <name...>', 'load only these resources')
    .option('--select <name...>', 'the same')
    .option('--limit <pages>', 'stop after so many pages of each resource', wholeNumber)
    .addOption(new Option('--refresh <mode>', 'begin anew what is loaded').choices(REFRESH))
    .option('--full-refresh', 'drop tables and state of what is loaded, and load it from the start')
    .option('--no-resume', 'forget what a run that stopped has read, and begin anew')
    .option('--record <folder>', 'keep the HTTP traffic of the run there, without its secrets')
    .addOption(new Option('--replay <folder>', 'run from recorded traffic; nothing is sent').conflicts('record'))
    .option('--dry-run', 'only say what it would do, as tolva plan')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva run chatbot_pipeline.ts',
        'tolva run chatbot.yaml --destination postgres',
        'tolva run chatbot.yaml --select users --limit 2',
        'tolva run chatbot.yaml --select users --full-refresh',
        'tolva run chatbot.yaml --record cassette && tolva run chatbot.yaml --replay cassette',
      ),
    )
    .action((file: string, options: RunFlags) =>
      execute('run', options.json ?? false, (context) => runFile(file, options, context)),
    )
}

/** What `run` and `plan` are told. */
export interface RunFlags {
  readonly json?: boolean
  readonly destination?: string
  readonly staging?: string
  readonly resource?: readonly string[]
  readonly select?: readonly string[]
  readonly limit?: number
  readonly refresh?: RefreshMode
  readonly fullRefresh?: boolean
  /** false: `--no-resume`. */
  readonly resume?: boolean
  readonly record?: string
  readonly replay?: string
  readonly dryRun?: boolean
}

type RefreshMode = NonNullable<RunArguments['refresh']>

const REFRESH: readonly RefreshMode[] = ['drop_sources', 'drop_resources', 'drop_data']

/**
 * A YAML file is run as it is declared. Of a script, the exported `main` (or default) function is called with
 * `RunArguments`; a script without one has run by itself when it is imported.
 */
export async function runFile(file: string, flags: RunFlags, context: CliContext): Promise<void> {
  const path = resolve(context.cwd, file)
  await access(path).catch(() => {
    throw new ConfigError(`there is no file ${path}`, {
      code: 'no_file',
      hint: 'check the name, or make one: tolva init chatbot duckdb',
    })
  })
  const { terminal, streams, env, signal } = context
  const progress = createProgress(streams.stderr, {
    enabled: !terminal.json && !env.CI,
    asLines: env.TOLVA_PROGRESS === 'lines',
    now: () => performance.now(),
  })
  const options: RunArguments = {
    signal,
    ...selection(flags),
    ...(flags.record !== undefined && { record: resolve(context.cwd, flags.record) }),
    ...(flags.replay !== undefined && { replay: resolve(context.cwd, flags.replay) }),
    onEvent(event) {
      if (event.type === 'refresh') terminal.note(refreshText(event))
      if (event.type === 'warning' && event.code === 'partly_loaded') terminal.note(event.message)
      progress.onEvent(event)
    },
  }
  try {
    const runner = runnerOf(extname(path))
    const work = () => asked(flags, options, () => runner(path, options, context))
    const report = terminal.json ? await context.withStdoutAsStderr(work) : await work()
    progress.end()
    if (options.record !== undefined) terminal.note(`the traffic is kept in ${options.record}`)
    if (!flags.dryRun) for (const warning of report?.warnings ?? []) terminal.note(`warning: ${warning}`)
    terminal.result(
      flags.dryRun ? 'plan' : 'run',
      { file: path, report: report ?? null },
      report === undefined ? '' : String(report),
    )
  } catch (error) {
    progress.end()
    throw error
  }
}

/** A file makes and may run its pipelines by itself: while this holds they load elsewhere, only plan, record, or send nothing. */
async function asked<T>(flags: RunFlags, options: RunArguments, work: () => Promise<T>): Promise<T> {
  return withVariables(
    {
      ...(flags.destination !== undefined && { TOLVA_DESTINATION: flags.destination }),
      ...(flags.staging !== undefined && { TOLVA_STAGING: flags.staging }),
      ...(flags.dryRun && { TOLVA_DRY_RUN: '1' }),
      ...(options.record !== undefined && { TOLVA_RECORD: options.record }),
      ...(options.replay !== undefined && { TOLVA_REPLAY: options.replay }),
    },
    work,
  )
}

/** A full refresh of some resources must not drop the others. */
function selection(flags: RunFlags): Pick<RunArguments, 'select' | 'limit' | 'refresh' | 'resume' | 'dryRun'> {
  const named = [...(flags.resource ?? []), ...(flags.select ?? [])]
  const refresh =
    flags.refresh ?? (flags.fullRefresh ? (named.length > 0 ? 'drop_resources' : 'drop_sources') : undefined)
  return {
    ...(named.length > 0 && { select: named }),
    ...(flags.limit !== undefined && { limit: flags.limit }),
    ...(refresh !== undefined && { refresh }),
    ...(flags.resume === false && { resume: false }),
    ...(flags.dryRun && { dryRun: true }),
  }
}

function refreshText({ source, drop, empty }: Extract<RunEvent, { readonly type: 'refresh' }>): string {
  const parts = [drop.length > 0 && `drops ${drop.join(', ')}`, empty.length > 0 && `empties ${empty.join(', ')}`]
  return `this run of ${source} ${parts.filter(Boolean).join(' and ')} before it loads`
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
  try {
    const source = await library.declarativeSource(declared.sourceName, declared.source)
    const pipeline = library.pipeline({ ...declared.pipeline, projectDir: context.cwd })
    return await context.stoppable(() => pipeline.run(source, options))
  } catch (error) {
    throw locatedError(error, declared)
  }
}

const runScript: Runner = async (path, options, context) => {
  const loaded = await importScript(path)
  const main = exported(loaded, 'main') ?? exported(loaded, 'default')
  if (main === undefined) {
    const { signal: _, onEvent: __, dryRun: ___, record: ____, replay: _____, ...asked } = options
    if (Object.keys(asked).length > 0) {
      context.terminal.note(
        `${basename(path)} ran by itself, so ${Object.keys(asked).join(' and ')} had no effect: export a function main(options) that passes its options to run()`,
      )
    }
    return undefined
  }
  const result: unknown = await context.stoppable(async () => main(options))
  return isReport(result) ? result : undefined
}

function exported(loaded: unknown, name: string): ((options: RunArguments) => unknown) | undefined {
  if (typeof loaded !== 'object' || loaded === null) return undefined
  const value: unknown = Reflect.get(loaded, name)
  return typeof value === 'function' ? (options) => Reflect.apply(value, undefined, [options]) : undefined
}

function isReport(value: unknown): value is RunReport {
  return typeof value === 'object' && value !== null && 'packages' in value && 'rowCounts' in value && 'toJSON' in value
}
