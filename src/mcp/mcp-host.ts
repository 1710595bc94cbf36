/** One command line of tolva, to be run for an assistant. */
export interface HostCommand {
  /** Without `--json`, which the host adds. */
  readonly args: readonly string[]
  /** Absolute. */
  readonly cwd: string
  /** Ends it. */
  readonly signal: AbortSignal
  /** Seconds that it may take. */
  readonly seconds: number
  /** Told how far it is. */
  readonly onProgress?: (text: string) => void
}

/** What a command came to: the result that `--json` prints, and the text that it prints without. */
export interface HostResult {
  readonly result: unknown
  readonly text: string
  /** 0: nothing was found wrong. */
  readonly exitCode: number
}

/** What the server cannot do itself, as it knows nothing of the command line. */
export interface McpHost {
  /**
   * Runs a command in a process of its own, so that it reads files anew, can be ended, and takes nothing down with it.
   * @throws TolvaError as the command has it; `command_timeout`.
   */
  run(command: HostCommand): Promise<HostResult>
}
