import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import type { Register } from '../registration.ts'
import { type DashboardFlags, HOST_FLAG, NO_OPEN_FLAG, PORT_FLAG } from './dashboard/dashboard-flags.ts'
import { serveDashboard } from './dashboard/serve-dashboard.ts'

interface Options extends DashboardFlags {
  readonly json?: boolean
}

/** Adds `tolva dashboard`. */
export const registerDashboard: Register = (program, execute) => {
  const command = program
    .command('dashboard')
    .description('open all pipelines of this machine in a browser; Ctrl-C ends it')
  for (const { flags, help } of [PORT_FLAG, HOST_FLAG, NO_OPEN_FLAG]) command.option(flags, help)
  command
    .option(JSON_FLAG[0], 'print one JSON object with the URL once it listens, and open no browser')
    .addHelpText('after', examples('tolva dashboard', 'tolva dashboard --port 8080 --no-open'))
    .action((options: Options) => execute('dashboard', options.json ?? false, (context) => dashboard(options, context)))
}

function dashboard(flags: Options, context: CliContext): Promise<void> {
  return serveDashboard({ command: 'dashboard', page: '/', flags }, context)
}
