import type { HostResult } from '../mcp-host.ts'
import type { ToolCall } from './tool.ts'

/** Seconds that a look may take. */
const LOOK_SECONDS = 120

/** Runs a command of tolva for a tool, in the project's folder, for as long as the client waits. */
export function hostRun(
  { scope, signal, progress }: ToolCall<unknown>,
  args: readonly string[],
  seconds = LOOK_SECONDS,
): Promise<HostResult> {
  return scope.host.run({ args, cwd: scope.projectFolder, signal, seconds, onProgress: progress })
}

/** A flag that may be given several times, so that no value of it is taken for another flag. */
export const repeated = (flag: string, values: readonly string[] | undefined): readonly string[] =>
  (values ?? []).map((value) => `--${flag}=${value}`)
