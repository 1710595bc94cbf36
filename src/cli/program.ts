import { Command, InvalidArgumentError } from 'commander'
import type { CliContext } from './cli-context.ts'

/** Runs a command with its context; commands report through `context.terminal`. */
export type Execute = (name: string, json: boolean, run: (context: CliContext) => Promise<void>) => Promise<void>

/** All commands with their help; each loads its own code when it runs. */
export function createProgram(version: string, execute: Execute): Command {
  const program = new Command('tolva')
    .description('Load JSON from APIs, files and databases into DuckDB and warehouses, exactly once.')
    .version(version, '-V, --version')
    .helpCommand(true)
    .addHelpText('after', EXIT_CODES)
  addRun(program, execute)
  addInit(program, execute)
  addPipeline(program, execute)
  addQuery(program, execute)
  addConfig(program, execute)
  return program
}

const EXIT_CODES = `
Exit codes: 0 done, 1 run failed, 2 usage or configuration, 3 partly failed,
            4 contract broken, 5 locked by another run, 130 interrupted`

const JSON_FLAG = ['--json', 'print one JSON object on stdout'] as const

function addRun(program: Command, execute: Execute): void {
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
      execute('run', options.json ?? false, async (context) =>
        (await import('./commands/run.ts')).run({ file, select: options.resource, limit: options.limit }, context),
      ),
    )
}

function addInit(program: Command, execute: Execute): void {
  program
    .command('init')
    .description('make a project that loads a source into a destination')
    .argument('<source>', 'chatbot')
    .argument('<destination>', 'duckdb')
    .option('--dir <folder>', 'where to make it', '.')
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva init chatbot duckdb', 'tolva init chatbot duckdb --dir chatbot'))
    .action((source: string, destination: string, options: { json?: boolean; dir: string }) =>
      execute('init', options.json ?? false, async (context) =>
        (await import('./commands/init.ts')).init({ source, destination, dir: options.dir }, context),
      ),
    )
}

function addPipeline(program: Command, execute: Execute): void {
  program
    .command('pipeline')
    .description('show what a pipeline is and what it did, or change it')
    .argument('[name]', 'the pipeline')
    .argument(
      '[operation]',
      'info (default), trace, schema, load-package, failed-jobs, sync, drop, drop-pending-packages',
    )
    .argument('[load-id]', 'load-package: which one; the newest by default')
    .option('--resource <name...>', 'drop: tables and state of these resources')
    .option('--all', 'drop: all resources')
    .option('--state-only', 'drop: the state only, tables stay')
    .option('--yes', 'carry out what drops something, instead of showing the plan')
    .option('--list-pipelines', 'list all pipelines of this machine')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva pipeline --list-pipelines',
        'tolva pipeline chatbot_pipeline info',
        'tolva pipeline chatbot_pipeline drop --resource users --yes',
        'tolva pipeline chatbot_pipeline load-package 1749667187.541553',
      ),
    )
    .action(
      (
        name: string | undefined,
        operation: string | undefined,
        loadId: string | undefined,
        options: {
          json?: boolean
          listPipelines?: boolean
          resource?: string[]
          all?: boolean
          stateOnly?: boolean
          yes?: boolean
        },
      ) =>
        execute('pipeline', options.json ?? false, async (context) =>
          (await import('./commands/pipeline.ts')).showPipeline(
            {
              name,
              operation,
              loadId,
              list: options.listPipelines ?? false,
              change: {
                resources: options.resource ?? [],
                all: options.all ?? false,
                stateOnly: options.stateOnly ?? false,
                yes: options.yes ?? false,
              },
            },
            context,
          ),
        ),
    )
}

function addQuery(program: Command, execute: Execute): void {
  program
    .command('query')
    .description('read the loaded data with one SQL statement')
    .argument('<pipeline>', 'the pipeline')
    .argument('<sql>', 'a SELECT, WITH, FROM, SHOW, DESCRIBE or SUMMARIZE')
    .option('--limit <rows>', 'show at most so many rows', wholeNumber, 1000)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva query chatbot_pipeline "select * from chatbot_data.users limit 10"',
        'tolva query chatbot_pipeline "show all tables" --json',
      ),
    )
    .action((pipeline: string, sql: string, options: { json?: boolean; limit: number }) =>
      execute('query', options.json ?? false, async (context) =>
        (await import('./commands/query.ts')).query({ pipeline, sql, limit: options.limit }, context),
      ),
    )
}

function addConfig(program: Command, execute: Execute): void {
  program
    .command('config')
    .description('look into configuration and secrets')
    .command('explain')
    .description('say where a value comes from, and every place looked in; secrets are never shown')
    .argument('<key>', 'e.g. sources.chatbot_source.api_key')
    .option('--pipeline <name>', 'as this pipeline sees it')
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva config explain sources.chatbot_source.api_key'))
    .action((key: string, options: { json?: boolean; pipeline?: string }) =>
      execute('config explain', options.json ?? false, async (context) =>
        (await import('./commands/config-explain.ts')).configExplain({ key, pipeline: options.pipeline }, context),
      ),
    )
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a whole number above 0.')
}
