import type { RestCheck } from '../../../sources/rest-api/index.ts'
import type { CliContext } from '../../cli-context.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import { openSources } from '../../open-source.ts'
import type { Register } from '../../registration.ts'
import { checkText } from './check-text.ts'

interface Flags {
  readonly json?: boolean
  readonly resource?: readonly string[]
}

/** Adds `tolva rest check`. */
export const registerRestCheck: Register = (rest, execute) => {
  rest
    .command('check')
    .description(
      'look at the first pages of each resource: auth, rows, paging, keys, cursors, tables; nothing is loaded',
    )
    .argument('<file>', 'a pipeline file (.yaml, .json), or a script that exports its source (.ts, .js)')
    .option('--resource <name...>', 'look at these resources, and what they depend on')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
It makes up to two requests a resource, one more without credentials, and a few where a page looks full but nothing
leads on. Of a script it takes exported sources, and exported functions that make one without arguments.

Exit codes: 0 all fine, 1 a resource has a problem, 2 the configuration is wrong
${examples(
  'tolva rest check github.yaml',
  'tolva rest check chatbot_pipeline.ts --resource users',
  'tolva rest check github.yaml --json | jq .result.sources[].resources[].paging',
)}`,
    )
    .action((file: string, flags: Flags) =>
      execute('rest check', flags.json ?? false, (context) => check(file, flags, context)),
    )
}

async function check(file: string, flags: Flags, context: CliContext): Promise<void> {
  const { terminal, signal, cwd } = context
  const library = await context.library()
  const checks: { readonly check: RestCheck; readonly text: string }[] = []
  for (const { source, language, located } of await openSources(file, context)) {
    try {
      const found = await context.stoppable(() =>
        library.checkRest(source, {
          signal,
          projectDir: cwd,
          ...(flags.resource !== undefined && { resources: flags.resource }),
          onResource: ({ resource, ok }) =>
            void (terminal.json || !process.stderr.isTTY || terminal.note(`${ok ? 'ok' : '! '} ${resource}`)),
        }),
      )
      checks.push({ check: found, text: checkText(found, { language, color: terminal.color }) })
    } catch (error) {
      throw located(error)
    }
  }
  terminal.result(
    'rest check',
    { file, ok: checks.every(({ check: { ok } }) => ok), sources: checks.map(({ check: one }) => one) },
    checks.map(({ text }) => text).join('\n\n'),
  )
  if (checks.some(({ check: { ok } }) => !ok)) context.exitWith(1)
}
