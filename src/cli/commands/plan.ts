import { examples, JSON_FLAG, wholeNumber } from '../flags.ts'
import type { Register } from '../registration.ts'
import { type RunFlags, runFile } from './run.ts'

/** Adds `tolva plan`. */
export const registerPlan: Register = (program, execute) => {
  program
    .command('plan')
    .description('say what a run of a pipeline file would do: tables, columns, statements; nothing is changed')
    .argument('<file>', 'the file (.ts, .js, .yaml)')
    .option('--destination <name>', 'as if it loaded there')
    .option('--staging <name>', 'where the job files of that destination lie')
    .option('--resource <name...>', 'plan only these resources')
    .option('--select <name...>', 'the same')
    .option('--limit <pages>', 'read so many pages of each resource; 1 where absent', wholeNumber)
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva plan chatbot_pipeline.ts', 'tolva plan chatbot.yaml --resource users --json'))
    .action((file: string, options: RunFlags) =>
      execute('plan', options.json ?? false, (context) => runFile(file, { ...options, dryRun: true }, context)),
    )
}
