import type { Limit } from '../contracts/limit.ts'
import type { ConfigReader, EvolutionHints, Hints, Resource, Source, SourceHints } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { limitOf } from '../extract/limit-pages.ts'
import { resource } from '../extract/resource.ts'
import { unknownResource } from '../extract/unknown-resource.ts'
import { evolutionHints } from './evolution-hints.ts'
import type { RunData, RunOptions } from './run-options.ts'

/** Resources under the name of the schema they go into. */
export interface OpenSource {
  readonly name: string
  /** False where nobody named it: the schema keeps the settings that it has. */
  readonly named: boolean
  readonly hints: SourceHints
  readonly resources: readonly Resource<string, unknown>[]
  /** Where reading each resource stops. */
  readonly limit?: Limit
}

const isSource = (data: unknown): data is Source =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'source'

const isResource = (data: unknown): data is Resource<string, unknown> =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'resource'

/**
 * Data as sources, sorted by name, with the options of the run laid over their resources. Sources resolve their
 * configuration here, before anything is requested.
 *
 * @param defaultName Schema of what has no source.
 * @throws ConfigError `table_name_missing`, `unknown_resource`, `missing_config`…
 */
export async function openSources(
  data: RunData,
  options: RunOptions,
  from: { readonly reader: ConfigReader; readonly defaultName: string; readonly evolution?: EvolutionHints },
): Promise<readonly OpenSource[]> {
  const sources = sourcesIn(data)
  if (sources === undefined) {
    const rows = { name: from.defaultName, named: false, hints: {}, resources: resourcesIn(data, options) }
    return [evolving(prepared(rows, options), options, from.evolution)]
  }
  const open: OpenSource[] = []
  for (const source of sources) {
    const resources = await source.resources(from.reader, options.select)
    const named = { name: source.name, named: true, hints: source.hints, resources }
    open.push(evolving(prepared(named, options), options, from.evolution))
  }
  return open.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function sourcesIn(data: RunData): readonly Source[] | undefined {
  if (isSource(data)) return [data]
  return Array.isArray(data) && data.length > 0 && data.every(isSource) ? data : undefined
}

function resourcesIn(data: RunData, options: RunOptions): readonly Resource<string, unknown>[] {
  if (isResource(data)) return [data]
  if (Array.isArray(data) && data.length > 0 && data.every(isResource)) return data
  if (options.tableName !== undefined) return [resource({ name: options.tableName }, data)]
  throw new ConfigError('Rows without a source need a table name.', {
    code: 'table_name_missing',
    hint: "Say where they go: run(rows, { tableName: 'users' }).",
  })
}

function prepared(source: OpenSource, options: RunOptions): OpenSource {
  const names = new Set(source.resources.map((one) => one.name))
  const unknown = (options.select ?? []).filter((name) => !names.has(name))
  if (unknown.length > 0) throw unknownResource(unknown, [...names], source.name)
  const select = options.select
  const resources = source.resources.map((one) => {
    const chosen = select === undefined ? one : one.select(select.includes(one.name))
    return chosen.with(hintsOf(options))
  })
  checkDispositions(resources)
  const limit = options.limit === undefined ? undefined : limitOf(options.limit, `source ${source.name}`)
  return { ...source, resources, ...(limit === undefined ? {} : { limit }) }
}

/** The source and its resources with what run and pipeline say laid over and under it. */
function evolving(source: OpenSource, run: EvolutionHints, pipeline: EvolutionHints = {}): OpenSource {
  const hints = { ...source.hints, ...evolutionHints(pipeline, source.hints, run) }
  const resources = source.resources.map((one) => {
    // Without a contract of its own a resource has that of the schema, which is stored with it.
    const { schemaContract, ...kept } = evolutionHints(pipeline, source.hints, one.hints, run)
    const own = run.schemaContract ?? one.hints.schemaContract
    return one.with({ ...kept, ...(own !== undefined && { schemaContract: own }) })
  })
  return { ...source, hints, resources }
}

function hintsOf({ writeDisposition, primaryKey, columns, loaderFileFormat }: RunOptions): Hints {
  return {
    ...(writeDisposition === undefined ? {} : { writeDisposition }),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(columns === undefined ? {} : { columns }),
    ...(loaderFileFormat === undefined ? {} : { fileFormat: loaderFileFormat }),
  }
}

/** Refuses before the first request what could not be loaded as it is meant. */
function checkDispositions(resources: readonly Resource<string, unknown>[]): void {
  for (const { name, hints, selected } of resources) {
    const { writeDisposition = 'append' } = hints
    const disposition = typeof writeDisposition === 'object' ? writeDisposition.disposition : writeDisposition
    if (!selected) continue
    if (disposition === 'skip') {
      throw new ConfigError(`Resource ${name} has write disposition skip, so its rows could never be loaded.`, {
        code: 'skip_disposition',
        hint: 'Deselect the resource, or use append, replace or merge.',
        context: { resource: name },
      })
    }
    if (disposition === 'merge') checkKeys(name, hints)
  }
}

const NEEDS_PRIMARY_KEY: readonly unknown[] = ['upsert', 'insert-only', 'cdc']

function checkKeys(name: string, { writeDisposition, primaryKey, mergeKey, columns }: Hints): void {
  const options = typeof writeDisposition === 'object' ? writeDisposition : { disposition: 'merge' as const }
  const flags = Object.values(columns ?? {})
  const isSet = (key: Hints['primaryKey']) => key !== undefined && key.length > 0
  const hasPrimary = isSet(primaryKey) || flags.some((column) => column.primaryKey)
  // Without a primary key these fail when they are loaded, as in dlt.
  if (NEEDS_PRIMARY_KEY.includes(options.strategy)) return
  const hasKey = hasPrimary || isSet(mergeKey) || flags.some((column) => column.mergeKey)
  if (hasKey || options.strategy === 'scd2' || options.destinationScope || options.withoutKeys === 'append') return
  throw new ConfigError(`Resource ${name} is to be merged, but has neither a primary key nor a merge key.`, {
    code: 'merge_without_keys',
    hint: "Give it one, e.g. primaryKey: 'id', or use append. { disposition: 'merge', withoutKeys: 'append' } appends as dlt does.",
    context: { resource: name },
  })
}
