import { suggestion } from '../../../errors/near-names.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import type { CliContext } from '../../cli-context.ts'
import type { Library } from '../../library.ts'
import type { Terminal } from '../../terminal.ts'
import { HOST_FLAG, NO_OPEN_FLAG, PORT_FLAG } from '../dashboard/dashboard-flags.ts'

/** The flags of `tolva pipeline`, as commander hands them over. */
export interface PipelineFlags {
  readonly resource?: readonly string[]
  readonly all?: boolean
  readonly stateOnly?: boolean
  readonly yes?: boolean
  readonly format?: string
  readonly schema?: string
  readonly statePath?: readonly string[]
  readonly dropAll?: boolean
  readonly unchecked?: boolean
  readonly destination?: string
  readonly dataset?: string
  readonly runs?: boolean
  readonly force?: boolean
  readonly local?: boolean
  readonly port?: string
  readonly host?: string
  /** false with `--no-open`. */
  readonly open?: boolean
  readonly stdio?: boolean
  readonly http?: boolean
  readonly allow?: string
  readonly features?: string
  readonly project?: string
}

/** What a destructive operation ends with where `--yes` is missing. */
export const PLAN_ONLY = 'This is the plan. Add --yes to carry it out.'

/** What an operation is asked to do. */
export interface PipelineRequest {
  readonly name: string
  readonly loadId: string | undefined
  readonly flags: PipelineFlags
  readonly library: Library
  readonly terminal: Terminal
  /** Absolute. */
  readonly cwd: string
  readonly env: CliContext['env']
  readonly ungated: CliContext['ungated']
  readonly signal: AbortSignal
  readonly stoppable: CliContext['stoppable']
  readonly exitWith: CliContext['exitWith']
  readonly withStdoutAsStderr: CliContext['withStdoutAsStderr']
  readonly now: () => number
}

/** One thing that `tolva pipeline <name>` can do. */
export interface PipelineOperation {
  readonly name: string
  /** One line of the help. */
  readonly help: string
  /** The flags that mean something to it; others are refused. */
  readonly flags: readonly (keyof PipelineFlags)[]
  /** true: the load id of a package may follow. */
  readonly takesLoadId?: boolean
  /** true: also of a pipeline that left nothing but a lease. */
  readonly needsNoState?: boolean
  run(request: PipelineRequest): Promise<void>
}

/** How a flag is written, and what it says in the help. */
export const FLAG_NAMES: Readonly<Record<keyof PipelineFlags, { readonly flags: string; readonly help: string }>> = {
  format: { flags: '--format <name>', help: 'yaml (default), json, dbml, dot, mermaid or ts' },
  schema: { flags: '--schema <name>', help: 'this schema; the default one otherwise' },
  resource: { flags: '--resource <name...>', help: 'tables and state of these resources; re:… is a pattern' },
  all: { flags: '--all', help: 'all resources' },
  dropAll: { flags: '--drop-all', help: 'the same' },
  statePath: { flags: '--state-path <path...>', help: 'JSONPaths into the state of the source' },
  stateOnly: { flags: '--state-only', help: 'the state only, tables stay' },
  runs: { flags: '--runs', help: 'the last runs, one a line' },
  unchecked: { flags: '--unchecked', help: 'do not ask the destination what it has committed' },
  destination: { flags: '--destination <name>', help: 'of a pipeline that never ran on this machine' },
  dataset: { flags: '--dataset <name>', help: 'likewise' },
  force: { flags: '--force', help: 'also from a run that is alive' },
  port: PORT_FLAG,
  host: HOST_FLAG,
  open: NO_OPEN_FLAG,
  stdio: { flags: '--stdio', help: 'speak over stdin and stdout; the default' },
  http: { flags: '--http', help: 'listen on the loopback instead' },
  allow: { flags: '--allow <grants>', help: 'also local:write, data:write, network:read' },
  features: { flags: '--features <groups>', help: 'groups of tools' },
  project: { flags: '--project <folder>', help: 'the folder of the project' },
  local: { flags: '--local', help: 'only what this machine knows; no database is asked' },
  yes: { flags: '--yes', help: 'carry it out, instead of showing the plan' },
}

/**
 * The operation that these words name, and the load id behind it, once flags and words are known to suit it.
 * @throws ConfigError `unknown_operation`, `flag_without_meaning`.
 */
export function operationNamed(
  words: readonly string[],
  operations: readonly PipelineOperation[],
  flags: PipelineFlags,
): { readonly operation: PipelineOperation; readonly loadId: string | undefined } {
  const [first = 'info', second = 'list'] = words
  const isTwo = first === 'package'
  const name = isTwo ? `package ${second}` : first
  const [loadId, tooMuch] = words.slice(isTwo ? 2 : 1)
  const found = operations.find((one) => one.name === name)
  if (found === undefined) {
    throw new ConfigError(`unknown operation ${name}`, {
      code: 'unknown_operation',
      hint: suggestion(
        name,
        operations.map((one) => one.name),
      ),
    })
  }
  const extra = found.takesLoadId ? tooMuch : loadId
  if (extra !== undefined) {
    throw new ConfigError(`${extra} means nothing to ${name}`, {
      code: 'argument_without_meaning',
      hint: found.takesLoadId ? 'Name one load id.' : 'Leave it out.',
    })
  }
  for (const flag of flagKeys()) {
    if (flags[flag] === undefined || found.flags.includes(flag)) continue
    const takers = operations.filter((one) => one.flags.includes(flag)).map((one) => one.name)
    throw new ConfigError(`${FLAG_NAMES[flag].flags.split(' ')[0]} means nothing to ${name}`, {
      code: 'flag_without_meaning',
      hint: `it belongs to ${takers.join(' and ')}`,
    })
  }
  return { operation: found, loadId }
}

function flagKeys(): readonly (keyof PipelineFlags)[] {
  return Object.keys(FLAG_NAMES).filter((key): key is keyof PipelineFlags => key in FLAG_NAMES)
}
