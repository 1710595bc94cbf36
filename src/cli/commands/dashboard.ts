import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import type { Register } from '../registration.ts'
import { DASHBOARD_FLAGS, type DashboardFlags, serveDashboard } from './dashboard/serve-dashboard.ts'

interface Options extends DashboardFlags {
  readonly json?: boolean
}

/** Adds `tolva dashboard`. */
export const registerDashboard: Register = (program, execute) => {
  const command = program
    .command('dashboard')
    .description('open the pipelines of this machine in a browser: runs, schemas, data, loads, state')
  for (const [flags, help] of DASHBOARD_FLAGS) command.option(flags, help)
  command
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva dashboard', 'tolva dashboard --port 8080 --no-open'))
    .action((options: Options) => execute('dashboard', options.json ?? false, (context) => dashboard(options, context)))
}

function dashboard(flags: Options, context: CliContext): Promise<void> {
  return serveDashboard({ command: 'dashboard', page: '/', flags }, context)
}
