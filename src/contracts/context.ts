import type { Logger } from '../log/logger.ts'
import type { RunEvent } from './events.ts'
import type { Traffic } from './traffic.ts'

/** What every step is handed explicitly; there is no ambient state. */
export interface Context {
  readonly signal: AbortSignal
  readonly logger: Logger
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** One typed stream of events: progress, logs and dashboard read it. */
  readonly emit: (event: RunEvent) => void
  /** Where `.dlt/` and relative files are looked for. Absolute. */
  readonly projectDir: string
  /** Stands between clients and the network. Absent: requests are sent. */
  readonly traffic?: Traffic | undefined
  /** true: an answer that leads to another origin is given back as it is; nobody follows it. Absent: redirects are followed. */
  readonly staysAtOrigin?: boolean
}
