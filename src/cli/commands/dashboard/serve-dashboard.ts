import { redactText } from '../../../log/redact.ts'
import type { CliContext } from '../../cli-context.ts'
import { portNumber } from '../../port-number.ts'
import { untilAborted } from '../../until-aborted.ts'
import type { DashboardFlags } from './dashboard-flags.ts'
import { openBrowser } from './open-browser.ts'

interface Serving {
  readonly command: string
  /** The page to be opened: `/p/chatbot_pipeline`. */
  readonly page: string
  readonly flags: DashboardFlags
}

/**
 * Serves the dashboard until it is interrupted.
 * @throws ConfigError `bad_port`, `port_taken`, `host_not_loopback`.
 */
export async function serveDashboard(
  { command, page, flags: { port, host, open = true } }: Serving,
  context: Pick<CliContext, 'terminal' | 'signal' | 'stoppable' | 'cwd' | 'env'>,
): Promise<void> {
  const { terminal, signal, stoppable, cwd, env } = context
  const asked = port === undefined ? {} : { port: portNumber(port, 2718) }
  const { startDashboard } = await import('../../../dashboard/start-dashboard.ts')
  const running = await startDashboard({
    projectDir: cwd,
    ...(env.TOLVA_DATA_DIR && { dataDir: env.TOLVA_DATA_DIR }),
    ...asked,
    ...(host !== undefined && { host }),
    // stdout holds the URL alone.
    onError: (error) =>
      terminal.note(redactText(error instanceof Error ? (error.stack ?? String(error)) : String(error))),
  })
  const url = running.urlOf(page)
  terminal.result(command, { url }, `The dashboard is at ${url}\nCtrl-C ends it.`)
  // Who asks for JSON is a program, which opens it in its own way.
  if (open && !terminal.json) {
    const problem = await openBrowser(url, env)
    if (problem !== undefined) terminal.note(`no browser was opened: ${problem}`)
  }
  await stoppable(() => untilAborted(signal), { quiet: true })
  await running.close()
}
