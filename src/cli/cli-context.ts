import type { Interrupts } from './interrupts.ts'
import type { Library } from './library.ts'
import type { Streams, Terminal } from './terminal.ts'

/** What every command is handed. */
export interface CliContext {
  readonly terminal: Terminal
  readonly streams: Streams
  /** What lies below `streams`: for a protocol that has a gate of its own, and would be broken by one that knows texts only. */
  readonly ungated: Streams
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute; relative files and `.dlt/` are looked for here. */
  readonly cwd: string
  /** Loaded when a command needs it, so that `--help` is fast. */
  library(): Promise<Library>
  readonly signal: AbortSignal
  /** The exit code of a command that has a result and yet found something wrong; 0 by default. */
  exitWith(code: number): void
  readonly now: () => number
  /** Runs what listens to the signal: meanwhile a first interrupt aborts that. At any other time it ends the process. */
  readonly stoppable: Interrupts['stoppable']
  /** Sends what foreign code prints to stderr, so that stdout holds nothing but one JSON object. */
  withStdoutAsStderr<T>(work: () => Promise<T>): Promise<T>
}
