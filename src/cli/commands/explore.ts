import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import type { Register } from '../registration.ts'
import type { ExploreFlags } from './explore/explore-flags.ts'

/** Adds `tolva explore`. */
export const registerExplore: Register = (program, execute) => {
  program
    .command('explore')
    .description('profile the loaded tables and write a report to go on from; run, check or export a report')
    .argument('<subject>', 'a pipeline, or a report: a file that ends with .explore.ts')
    .option('--table <name...>', 'only these tables')
    .option('--no-report', 'write no report')
    .option('--overwrite', 'write over a report that was changed')
    .option('--html <file>', 'run the report and write it as one HTML page')
    .option('--check', 'run the report and say of each cell what it gave; exit 1 where one gave nothing')
    .option('--notebook <kind>', 'write a notebook as well: jupyter or marimo')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva explore chatbot_pipeline',
        'tolva explore chatbot_pipeline --table users --no-report',
        'tolva explore chatbot_pipeline.explore.ts --check',
        'tolva explore chatbot_pipeline.explore.ts --html users.html',
        'tolva explore chatbot_pipeline --notebook jupyter',
      ),
    )
    .action((subject: string, options: ExploreFlags & { readonly json?: boolean }) =>
      execute('explore', options.json ?? false, (context) => explore(subject, options, context)),
    )
}

async function explore(subject: string, flags: ExploreFlags, context: CliContext): Promise<void> {
  if (/\.[cm]?[jt]s$/.test(subject)) {
    const { exploreReport } = await import('./explore/explore-report.ts')
    return exploreReport(subject, flags, context)
  }
  const { explorePipeline } = await import('./explore/explore-pipeline.ts')
  return explorePipeline(subject, flags, context)
}
