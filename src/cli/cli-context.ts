import type { Library } from './library.ts'
import type { Streams, Terminal } from './terminal.ts'

/** What every command is handed. */
export interface CliContext {
  readonly terminal: Terminal
  readonly streams: Streams
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute; relative files and `.dlt/` are looked for here. */
  readonly cwd: string
  /** Loaded when a command needs it, so that `--help` is fast. */
  library(): Promise<Library>
  readonly signal: AbortSignal
  readonly now: () => number
  /** Runs what cannot be told to stop, such as a file's own top-level code: an interrupt ends the process at once meanwhile. */
  unstoppable<T>(work: () => Promise<T>): Promise<T>
  /** Sends what foreign code prints to stderr, so that stdout holds nothing but one JSON object. */
  withStdoutAsStderr<T>(work: () => Promise<T>): Promise<T>
}
