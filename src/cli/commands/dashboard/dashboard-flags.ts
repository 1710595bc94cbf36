/** How a flag of what opens the dashboard is written, and what it says in the help. */
interface DashboardFlag {
  readonly flags: string
  readonly help: string
}

export const PORT_FLAG: DashboardFlag = {
  flags: '--port <number>',
  help: 'listen on this port; 2718 or the next free one by default',
}

export const HOST_FLAG: DashboardFlag = {
  flags: '--host <address>',
  help: 'listen on this address of the loopback; 127.0.0.1 by default',
}

export const NO_OPEN_FLAG: DashboardFlag = { flags: '--no-open', help: 'print the URL and open no browser' }

/** These flags, as commander hands them over. */
export interface DashboardFlags {
  readonly port?: string
  readonly host?: string
  /** false with `--no-open`. */
  readonly open?: boolean
}
