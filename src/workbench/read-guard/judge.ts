import { withAssigned } from './assigned-values.ts'
import { secretInCommand } from './secret-in-command.ts'
import { isSecretsPath } from './secrets-path.ts'
import { showsEnvironment } from './shows-environment.ts'

/** What an assistant is about to do, in the words of no assistant in particular. */
export interface GuardedCall {
  /** Files and folders, and patterns of them, as the assistant spelled them. */
  readonly paths: readonly string[]
  /** Command lines, where a shell is to run. */
  readonly commands: readonly string[]
  /** Folder that relative paths begin in. */
  readonly cwd: string
  /** true: it reads or writes files, or runs something, so it must name which. */
  readonly mustName: boolean
}

/** Whether it may. */
export type Judgement = { readonly allow: true } | { readonly allow: false; readonly reason: string }

const INSTEAD =
  'secrets are for the person alone. See their shape with `tolva ai secrets view-redacted` (or the MCP tool secrets_view_redacted), and ask the person to fill values in with an editor.'

/**
 * Refuses what names a secrets file, by whatever spelling, and reads that name nothing; allows everything else. What it cannot see
 * is a name that is put together while a command runs.
 * @param secrets Variables of the environment that hold secrets: what shows those is refused as well. Default: none.
 */
export function judge({ paths, commands, cwd, mustName }: GuardedCall, secrets: readonly string[] = []): Judgement {
  if (mustName && paths.length === 0 && commands.length === 0) return denied('This call does not say what it reads')
  if (paths.some((path) => isSecretsPath(path, { cwd }))) return denied('This names a secrets file')
  const lines = commands.flatMap(withAssigned)
  if (lines.some((line) => secretInCommand(line, cwd))) return denied('This command names a secrets file')
  if (lines.some((line) => showsEnvironment(line, secrets)))
    return denied('This command shows variables of the environment that hold secrets')
  return { allow: true }
}

/** Refuses, with what to do instead. */
export function denied(what: string): Judgement {
  return { allow: false, reason: `${what}; ${INSTEAD}` }
}
