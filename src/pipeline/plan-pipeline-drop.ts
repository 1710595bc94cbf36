import { suggestion } from '../errors/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { planDrop } from '../schema/plan-drop.ts'
import type { Schema } from '../schema/stored.ts'
import type { PackageInfo } from './load-info.ts'
import { withoutResources } from './refresh.ts'
import { isPattern, resourcePattern } from './resource-pattern.ts'
import type { SourceState } from './state.ts'
import { findStatePaths, locationText, withoutStatePaths } from './state-paths.ts'
import type { Workspace } from './workspace.ts'

/** What `drop` takes away. */
export interface DropOptions {
  /** Resources whose tables and state go: names, or patterns that begin with `re:`. */
  readonly resources?: readonly string[]
  /** true: all resources. */
  readonly all?: boolean
  /** JSONPaths below the source's state that go too; `resources` as a whole is not one of them. */
  readonly statePaths?: readonly string[]
  /** true: state only, the tables stay. */
  readonly stateOnly?: boolean
  /** Default: the pipeline's default schema. */
  readonly schema?: string
  /** true: says what would be done and does nothing. */
  readonly dryRun?: boolean
}

/** What was dropped, or would be. */
export interface Dropped {
  readonly schema: string
  readonly resources: readonly string[]
  /** Nested tables before their parents. */
  readonly tables: readonly string[]
  /** Those of them that exist at the destination. */
  readonly tablesWithData: readonly string[]
  /** Resources whose state goes. */
  readonly resourceStates: readonly string[]
  /** As dlt prints them: `source.a.items.[0]`. */
  readonly statePaths: readonly string[]
  /** What selected nothing. */
  readonly warnings: readonly string[]
  /** What did it; absent: nothing to do, or a dry run. */
  readonly package?: PackageInfo
}

/** A drop before it is done. */
export interface DropPlan {
  readonly dropped: Dropped
  readonly live: Schema
  /** The source's state afterwards. */
  readonly state: SourceState | undefined
}

/**
 * Says what a drop would take away.
 * @throws ConfigError `unknown_schema`, `unknown_resource`, `invalid_pattern`, `invalid_state_path`.
 */
export function planPipelineDrop({ schemas, state }: Workspace, options: DropOptions): DropPlan {
  const name = options.schema ?? state.default_schema_name
  const live = name === null ? undefined : schemas.get(name)
  if (name === null || live === undefined) {
    throw new ConfigError(`There is no schema ${name ?? ''} to drop from.`, {
      code: 'unknown_schema',
      hint: schemas.size === 0 ? 'Nothing was loaded yet.' : `Choose one of ${[...schemas.keys()].join(', ')}.`,
    })
  }
  const before = state.sources?.[name]
  const warnings = unmatched(options.resources ?? [], knownResources(live, before), live.name)
  const tests = (options.resources ?? []).map(resourcePattern)
  const wanted = (resource: string) => options.all === true || tests.some((matches) => matches(resource))
  const tables = planDrop(live, wanted)
  const resourceStates = Object.keys(before?.resources ?? {}).filter(wanted)
  const rest = before && withoutResources(before, wanted)
  const locations = findStatePaths(rest, options.statePaths ?? [])
  if (options.statePaths?.length && locations.length === 0) {
    warnings.push(`State paths ${options.statePaths.join(', ')} selected nothing in source ${name}.`)
  }
  const going = options.stateOnly ? { tables: [], resources: [], withData: [] } : tables
  return {
    dropped: {
      schema: name,
      resources: going.resources,
      tables: going.tables,
      tablesWithData: going.withData,
      resourceStates,
      statePaths: locations.map((location) => `${name}.${locationText(location)}`),
      warnings,
    },
    live,
    state: rest && withoutStatePaths(rest, locations),
  }
}

function knownResources(live: Schema, state: SourceState | undefined): readonly string[] {
  return [...new Set([...planDrop(live, () => true).resources, ...Object.keys(state?.resources ?? {})])]
}

/** A name that there is not is a mistake; a pattern may match nothing. */
function unmatched(wanted: readonly string[], known: readonly string[], schema: string): string[] {
  const absent = wanted.filter((one) => !known.some(resourcePattern(one)))
  const names = absent.filter((one) => !isPattern(one))
  if (names.length === 0) {
    return absent.map((one) => `${one} matches no resource of schema ${schema}: it has ${known.join(', ') || 'none'}.`)
  }
  throw new ConfigError(`Schema ${schema} has no resource ${names.join(', ')}.`, {
    code: 'unknown_resource',
    hint: known.length === 0 ? 'It has no resources at all.' : suggestion(names[0] ?? '', known),
    context: { source: schema },
  })
}
