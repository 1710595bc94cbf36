import { InvalidArgumentError } from 'commander'
import type { CliContext } from '../../cli-context.ts'

/** The flags of what opens the dashboard, as commander hands them over. */
export interface DashboardFlags {
  readonly port?: string
  readonly host?: string
  /** false with `--no-open`. */
  readonly open?: boolean
}

/** How they are written, and what they say in the help. */
export const DASHBOARD_FLAGS = [
  ['--port <number>', 'listen on this port; 2718 or the next free one by default'],
  ['--host <address>', 'listen on this loopback address, 127.0.0.1 by default'],
  ['--no-open', 'do not open the browser'],
] as const

interface Serving {
  readonly command: string
  /** The page to be opened: `/p/chatbot_pipeline`. */
  readonly page: string
  readonly flags: DashboardFlags
}

/** Serves the dashboard until it is interrupted. */
export async function serveDashboard(
  { command, page, flags }: Serving,
  { terminal, signal, stoppable, cwd, env }: CliContext,
): Promise<void> {
  const port = flags.port === undefined ? undefined : portNumber(flags.port)
  const { startDashboard } = await import('../../../dashboard/start-dashboard.ts')
  const running = await startDashboard({
    projectDir: cwd,
    ...(env.TOLVA_DATA_DIR && { dataDir: env.TOLVA_DATA_DIR }),
    ...(port !== undefined && { port }),
    ...(flags.host !== undefined && { host: flags.host }),
  })
  const url = running.urlOf(page)
  terminal.result(command, { url }, `The dashboard is at ${url}\nCtrl-C ends it.`)
  await stoppable(() => untilAborted(signal))
  await running.close()
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function portNumber(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new InvalidArgumentError('It must be a port from 1 to 65535.')
}
