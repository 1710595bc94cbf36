import type { Capabilities, FileFormat } from '../capabilities/capabilities.ts'
import { altersTypesOf, mergeStrategiesOf } from '../capabilities/table-format.ts'
import type { Context } from '../contracts/context.ts'
import type { CursorReport } from '../contracts/incremental.ts'
import type { LoadPackage, PackageReport } from '../contracts/load-package.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { textRules } from '../normalize/fit-texts.ts'
import { type Normalized, Normalizer } from '../normalize/normalize.ts'
import type { HoldsInexact } from '../normalize/widening.ts'
import { bumpVersion, replaceContent } from '../schema/bump-version.ts'
import { fillDispositions } from '../schema/fill-dispositions.ts'
import { nameHints } from '../schema/infer-hints.ts'
import { markSeenData } from '../schema/mark-seen-data.ts'
import { mergeHints } from '../schema/merge-hints.ts'
import type { Schema } from '../schema/stored.ts'
import { SYSTEM_TABLES, stateTable } from '../schema/system-tables.ts'
import { updateTable } from '../schema/update-table.ts'
import { checkTypes } from './check-types.ts'
import type { CheckpointCounter } from './checkpoint.ts'
import { heldBack } from './held-back.ts'
import { HintTables } from './hint-tables.ts'
import { replacedTables } from './replaced-tables.ts'
import type { SourceReading } from './source-reading.ts'
import type { OpenSource } from './sources-of.ts'
import type { SourceState } from './state.ts'
import type { TableCounts } from './table-counts.ts'

export interface BuildOptions {
  readonly source: OpenSource
  /** Where its pages come from. */
  readonly reading: SourceReading
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
  readonly context: Context
  /** Told how many rows there are; absent: nobody listens. */
  readonly tableCounts?: TableCounts | undefined
  /** When the package is to end before the source does; absent: never. */
  readonly checkpoint?: CheckpointCounter | undefined
  /** Asks the destination; absent: nothing was loaded before. */
  readonly holdsInexact?: HoldsInexact | undefined
}

/** Everything of a package but its state and its seal. */
export interface Built {
  readonly base: Schema
  /** The schema with the hints of this run: what dlt saves when extraction is over. */
  readonly hinted: Schema
  readonly normalized: Normalized
  /** The source's state with what is in the package; undefined: it has none. */
  readonly state: SourceState | undefined
  /** The source has more: another package follows, or the run is to stop. */
  readonly unfinished: boolean
  readonly resources: PackageReport['resources']
  /** Tables to empty, with all below them. */
  readonly replace: readonly string[]
  /** Cursors of incremental resources. */
  readonly cursors: readonly CursorReport[]
  /** What the user should know of how it was extracted. */
  readonly warnings: readonly string[]
  readonly seconds: { readonly extract: number; readonly normalize: number }
}

/**
 * Extracts and normalizes a source into job files, to its end or to the next checkpoint. Nothing outside `folder` changes.
 *
 * @returns undefined: the run is to stop, and what was read since the last package can be in none.
 */
export async function buildPackage(options: BuildOptions): Promise<Built | undefined> {
  const { context, naming, reading, source, checkpoint } = options
  const begunAt = performance.now()
  const tables = new HintTables(options.base, naming)
  const normalizer: Normalizer = new Normalizer({
    schema: options.base,
    naming,
    loadId: options.loadId,
    folder: options.folder,
    compression: options.capabilities.compression,
    spelling: options.capabilities.spelling,
    formats: options.capabilities.formats,
    formatOf: (table) => options.formatOf(normalizer.schema, table),
    maxColumns: options.capabilities.maxColumns,
    mergedBy: (tableFormat) => mergeStrategiesOf(options.capabilities, tableFormat)[0],
    texts: textRules(options.capabilities),
    now: context.now() / 1000,
    holdsInexact: options.holdsInexact,
  })
  reading.countIn(normalizer, naming)
  let normalizing = 0
  let isHeldBack = false
  /** What the package would leave to be gone on from; undefined: it cannot end here. */
  const middle = () => {
    const reason = isHeldBack ? '' : heldBack(source, normalizer.schema, options.capabilities)
    if (reason) context.logger.info('checkpoint waits for the end of the run', { source: source.name, reason })
    // What holds it back once does so to the end.
    isHeldBack = reason !== undefined
    return isHeldBack ? undefined : reading.unfinished()
  }
  let end: ReturnType<typeof middle>
  let pages = 0
  /** Whose page is being normalized. */
  let current: string | undefined
  try {
    while (end === undefined) {
      const next = await reading.next()
      if (next.done) break
      const { resource, page, isLast } = next.value
      current = resource.name
      const begun = performance.now()
      let pageRows = 0
      for (const part of tables.parts(resource, page)) {
        const hints = inExtract(() => tables.merge(resource, part, normalizer.schema))
        if (hints !== undefined) normalizer.useSchema(hints)
        const rows = await normalizer.add(part.page, {
          table: part.table,
          resource: resource.name,
          quarantine: resource.hints.quarantine ?? false,
          widen: (resource.hints.widen ?? false) && altersTypesOf(options.capabilities, resource.hints.tableFormat),
        })
        if (page.materialize) await normalizer.materialize(part.table)
        pageRows += rows
        options.tableCounts?.tell(() => normalizer.rowCounts())
      }
      const bytes = reading.counts.add(resource.name, page, pageRows)
      checkpoint?.count({ rows: pageRows, bytes })
      pages++
      current = undefined
      normalizing += performance.now() - begun
      if (isLast && !isHeldBack && checkpoint?.isDue()) end = middle()
    }
    if (reading.stopped && end === undefined) {
      end = pages > 0 ? middle() : undefined
      if (end === undefined) {
        await normalizer.abort()
        return undefined
      }
    }
    const begun = performance.now()
    const normalized = await normalizer.finish()
    options.tableCounts?.add(normalizer.rowCounts())
    checkTypes(normalized, options.capabilities)
    normalizing += performance.now() - begun
    return {
      base: options.base,
      hinted: tables.hinted,
      normalized,
      state: end === undefined ? reading.result() : end.state,
      unfinished: end !== undefined,
      resources: reading.counts.take(source.resources),
      replace: replacedTables(source.resources, normalized),
      cursors: reading.cursors,
      warnings: reading.takeWarnings(),
      seconds: { extract: (performance.now() - begunAt - normalizing) / 1000, normalize: normalizing / 1000 },
    }
  } catch (error) {
    await normalizer.abort()
    throw current === undefined ? error : await reading.failed(current, error)
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
