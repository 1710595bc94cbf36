import type { Capabilities, FileFormat } from '../capabilities/capabilities.ts'
import type { ExternalSchedule } from '../config/external-interval.ts'
import type { Context } from '../contracts/context.ts'
import type { CursorReport } from '../contracts/incremental.ts'
import type { Limit } from '../contracts/limit.ts'
import type { LoadPackage, PackageReport } from '../contracts/load-package.ts'
import type { Resource } from '../contracts/resource.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import { extract } from '../extract/extract.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { type Normalized, Normalizer } from '../normalize/normalize.ts'
import type { HoldsInexact } from '../normalize/widening.ts'
import { bumpVersion, replaceContent } from '../schema/bump-version.ts'
import { fillDispositions } from '../schema/fill-dispositions.ts'
import { nameHints } from '../schema/infer-hints.ts'
import { markSeenData } from '../schema/mark-seen-data.ts'
import { mergeHints } from '../schema/merge-hints.ts'
import { normalizeTableName } from '../schema/normalize-table.ts'
import type { Schema } from '../schema/stored.ts'
import { SYSTEM_TABLES, stateTable } from '../schema/system-tables.ts'
import { updateTable } from '../schema/update-table.ts'
import { HintTables } from './hint-tables.ts'
import { replacedTables } from './replaced-tables.ts'
import { ResourceCounts } from './resource-counts.ts'
import { SourceStates } from './source-states.ts'
import type { SourceState } from './state.ts'

export interface BuildOptions {
  readonly source: string
  readonly resources: readonly Resource<string, unknown>[]
  /** The schema as it was after the last run; undefined: a new one. */
  readonly live: Schema | undefined
  /** The same with what the source declares now. */
  readonly base: Schema
  readonly naming: NamingConvention
  readonly capabilities: Capabilities
  /** Format of a table's job files. */
  readonly formatOf: (schema: Schema, table: string) => FileFormat
  readonly loadId: string
  /** Folder that takes the job files. */
  readonly folder: string
  readonly state: SourceState | undefined
  /** Where reading each resource stops. */
  readonly limit: Limit | undefined
  /** true: all resources are fetched in parallel. */
  readonly parallel: boolean | undefined
  readonly context: Context
  /** A scheduler's interval. */
  readonly schedule?: ExternalSchedule | undefined
  /** Asks the destination; absent: nothing was loaded before. */
  readonly holdsInexact?: HoldsInexact | undefined
}

/** Everything of a package but its state and its seal. */
export interface Built {
  readonly base: Schema
  /** The schema with the hints of this run: what dlt saves when extraction is over. */
  readonly hinted: Schema
  readonly normalized: Normalized
  /** The source's state after the run; undefined: it has none. */
  readonly state: SourceState | undefined
  readonly resources: PackageReport['resources']
  /** Tables to empty, with all below them. */
  readonly replace: readonly string[]
  /** Cursors of incremental resources. */
  readonly cursors: readonly CursorReport[]
  /** What the user should know of how it was extracted. */
  readonly warnings: readonly string[]
  readonly seconds: { readonly extract: number; readonly normalize: number }
}

/** Extracts and normalizes one source into job files. Nothing outside `folder` changes. */
export async function buildPackage(options: BuildOptions): Promise<Built> {
  const { context, naming } = options
  const begunAt = performance.now()
  const tables = new HintTables(options.base, naming)
  const states = new SourceStates(options.state, options.resources)
  const counts = new ResourceCounts(context)
  const normalizer: Normalizer = new Normalizer({
    schema: options.base,
    naming,
    loadId: options.loadId,
    folder: options.folder,
    compression: options.capabilities.compression,
    formats: options.capabilities.formats,
    formatOf: (table) => options.formatOf(normalizer.schema, table),
    maxColumns: options.capabilities.maxColumns,
    now: context.now() / 1000,
    holdsInexact: options.holdsInexact,
  })
  const warnings: string[] = []
  const warn = (text: string) => {
    warnings.push(text)
    context.logger.warn(text, { source: options.source })
  }
  let normalizing = 0
  let cursors: readonly CursorReport[] = []
  const onCursors = (reports: readonly CursorReport[]) => {
    cursors = reports
  }
  try {
    for await (const { resource, page } of extract(options.resources, {
      context,
      state: states.of,
      sourceState: states.source,
      schedule: options.schedule,
      warn,
      onCursors,
      onSetAside: ({ name, hints }, reason) => {
        const table = normalizeTableName(typeof hints.tableName === 'string' ? hints.tableName : name, naming)
        normalizer.setAside({ table, reason, mode: 'discard_row' })
      },
      limit: options.limit,
      parallel: options.parallel,
    })) {
      const begun = performance.now()
      for (const part of tables.parts(resource, page)) {
        const hints = inExtract(() => tables.merge(resource, part, normalizer.schema))
        if (hints !== undefined) normalizer.useSchema(hints)
        const rows = await normalizer.add(part.page, {
          table: part.table,
          resource: resource.name,
          quarantine: resource.hints.quarantine ?? false,
          widen: (resource.hints.widen ?? false) && options.capabilities.altersTypes,
        })
        if (page.materialize) await normalizer.materialize(part.table)
        counts.add(resource.name, part.page, rows)
      }
      normalizing += performance.now() - begun
    }
    const begun = performance.now()
    const normalized = await normalizer.finish()
    normalizing += performance.now() - begun
    return {
      base: options.base,
      hinted: tables.hinted,
      normalized,
      state: states.result(),
      resources: counts.result(options.resources),
      replace: replacedTables(options.resources, normalized),
      cursors,
      warnings,
      seconds: { extract: (performance.now() - begunAt - normalizing) / 1000, normalize: normalizing / 1000 },
    }
  } catch (error) {
    await normalizer.abort()
    throw error
  }
}

/** Hints belong to extracting, whatever they break. */
function inExtract<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof TolvaError) Object.assign(error.context, { step: 'extract' })
    throw error
  }
}

/** What dlt knows when extraction is over: hints, and the state's table where state was written. */
export function extractedSchema(hinted: Schema, naming: NamingConvention, withState: boolean): Schema {
  return withState ? mergeHints(hinted, [stateTable(naming)], { naming }).schema : hinted
}

/** The schema of a package as it is saved: versions and previous hashes count as in dlt. */
export function finalSchema(
  built: Built,
  options: { live: Schema | undefined; withState: boolean; naming: NamingConvention },
): Schema {
  const { naming, withState, live } = options
  const extracted = live === undefined ? built.hinted : replaceContent(live, built.hinted)
  const stated = extractedSchema(extracted, naming, withState)
  const saved = bumpVersion(fillDispositions(bumpVersion(replaceContent(extracted, stated))))
  const grown = withState ? withStateTable(built.normalized.schema, naming) : built.normalized.schema
  const seen = withState ? [...built.normalized.tables, stateTable(naming).name] : built.normalized.tables
  const marked = markSeenData(grown, seen)
  return bumpVersion({
    ...marked,
    version: saved.version,
    version_hash: saved.version_hash,
    previous_hashes: saved.previous_hashes,
  })
}

/** What extracting alone left: hints, no data. */
export function withoutData(built: Built): Built {
  return { ...built, normalized: { ...built.normalized, schema: built.hinted, tables: [] } }
}

/** The state's row is normalized like any other: its table gets a row id. */
function withStateTable(schema: Schema, naming: NamingConvention): Schema {
  const hinted = mergeHints(schema, [stateTable(naming)], { naming }).schema
  const table = hinted.tables.get(stateTable(naming).name)
  const id = naming.normalizeIdentifier('_dlt_id')
  if (table === undefined || table.columns.has(id)) return hinted
  const column = nameHints(hinted).inferColumn(id, 'text')
  return updateTable(hinted, { ...table, columns: new Map([[id, column]]) }, { naming })
}

/** Rows per table, emptied ones too; the state's row counts as dlt counts it. */
export function reportOf(built: Built, withState: boolean): LoadPackage['report'] {
  const rowCounts: Record<string, number> = {}
  for (const job of built.normalized.jobs) rowCounts[job.table] = (rowCounts[job.table] ?? 0) + job.rows
  for (const table of built.replace) {
    const isRoot = built.normalized.schema.tables.get(table)?.parent === undefined
    if (isRoot) rowCounts[table] ??= 0
  }
  if (withState) rowCounts[SYSTEM_TABLES.state] = 1
  return {
    rowCounts,
    nullOnlyColumns: built.normalized.nullOnlyColumns,
    discarded: built.normalized.discarded,
    ...(built.normalized.widened.length > 0 && { widened: built.normalized.widened }),
    resources: built.resources,
    ...(built.cursors.length === 0 ? {} : { cursors: built.cursors }),
    warnings: warningsOf(built),
  }
}

function warningsOf({ normalized, warnings }: Built): readonly string[] {
  const columns = Object.entries(normalized.nullOnlyColumns).map(
    ([table, names]) => `Table ${table}: ${names.join(', ')} only ever held null, so there is no such column yet.`,
  )
  const discarded = normalized.discarded.map(({ table, column, reason, mode, count }) => {
    const place = `Table ${table}${column === undefined ? '' : `, column ${column}`}`
    if (mode === undefined) return `${place}: ${count} left out by ${reason}.`
    const what = mode === 'discard_row' || column === undefined ? 'row(s)' : 'value(s)'
    return `${place}: ${count} ${what} left out by the ${reason} (${mode}).`
  })
  const shared = Object.entries(normalized.sharedColumns).map(
    ([table, names]) =>
      `Table ${table}: several keys of one row lead to ${names.join(', ')}; only the last value stays.`,
  )
  const widened = normalized.widened.map(
    ({ table, column, from, to }) => `Table ${table}: column ${column} was ${from} and is ${to} now.`,
  )
  return [...warnings, ...columns, ...discarded, ...shared, ...widened]
}
