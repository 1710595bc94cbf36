import type { Context } from '../contracts/context.ts'
import type { CursorReport } from '../contracts/incremental.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import { type Extracted, extract } from '../extract/extract.ts'
import { type Journal, openJournal } from '../extract/resume/journal.ts'
import { isNeeded } from '../extract/resume/part-names.ts'
import type { Resumed } from '../extract/resume/resumed.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import type { Normalizer } from '../normalize/normalize.ts'
import { deletePageLog, openPageLog, type PageLog } from '../package/page-log/page-log.ts'
import { normalizeTableName } from '../schema/normalize-table.ts'
import type { Engine } from './engine.ts'
import { ResourceCounts } from './resource-counts.ts'
import { SourceStates } from './source-states.ts'
import type { OpenSource } from './sources-of.ts'
import type { SourceState } from './state.ts'

/** A source that is read: by one package, or by several one after the other. */
export interface SourceReading {
  next(): Promise<IteratorResult<Extracted>>
  /** true: it ended because the run is to stop. */
  readonly stopped: boolean
  readonly counts: ResourceCounts
  /** Cursors of incremental resources, once everything was read. */
  readonly cursors: readonly CursorReport[]
  /** What the user should know, since the last call. */
  takeWarnings(): readonly string[]
  /** Rows that resources leave out are counted there. */
  countIn(normalizer: Normalizer, naming: NamingConvention): void
  /** The source's state after the run. */
  result(): SourceState | undefined
  /** The source's state as it can be gone on from; undefined: this is no moment to go back to. */
  unfinished(): { readonly state: SourceState | undefined } | undefined
  /** A package holds what was read until then. */
  sealed(): Promise<void>
  /** Everything that was read is sealed. */
  finished(): Promise<void>
  close(): Promise<void>
  /** A page of the resource could not be normalized. @returns the error to throw: it says what becomes of the page. */
  failed(resource: string, error: unknown): Promise<unknown>
  resumed(): readonly Resumed[]
}

export interface ReadingOptions {
  readonly source: OpenSource
  readonly engine: Engine
  /** Its signal breaks off what is under way. */
  readonly context: Context
  readonly stop?: AbortSignal | undefined
  readonly state: SourceState | undefined
  /** The newest load id before the run. */
  readonly run: string
  /** What the run begins anew. */
  readonly refresh: string | undefined
  /** What became of an unfinished run; undefined: nothing is to be said. */
  readonly givenUp?: string | undefined
  /** How pages of an earlier run are dealt with; absent: the source is read as if there had been none, and what that left stays. */
  readonly resume?: { readonly pageLog: boolean } | undefined
}

/** Opens a source to be read; nothing is asked for yet. */
export async function openReading(options: ReadingOptions): Promise<SourceReading> {
  const { source, engine, context, stop } = options
  const states = new SourceStates(options.state, source.resources)
  const counts = new ResourceCounts(context)
  let warnings: string[] = []
  let cursors: readonly CursorReport[] = []
  let aside: { readonly normalizer: Normalizer; readonly naming: NamingConvention } | undefined
  const warn = (text: string) => {
    warnings.push(text)
    context.logger.warn(text, { source: source.name })
  }
  if (options.givenUp !== undefined) warn(options.givenUp)
  const kept = options.resume === undefined ? undefined : await openKept(options, states, warn)
  const extraction = extract(source.resources, {
    context,
    stop,
    journal: kept?.journal,
    state: states.of,
    sourceState: states.source,
    schedule: engine.schedule(),
    warn,
    onPaging: (resource, paging) => counts.paging(resource, paging),
    onWalkEnd: (resource, end) => counts.walkEnded(resource, end),
    onUnchanged: (resource) => counts.unchanged(resource),
    onLeftOut: (resource, bytes) => counts.leftOut(resource, bytes),
    onCursors(reports) {
      cursors = reports
    },
    onSetAside({ name, hints }, reason) {
      if (aside === undefined) return
      const table = typeof hints.tableName === 'string' ? hints.tableName : name
      aside.normalizer.setAside({ table: normalizeTableName(table, aside.naming), reason, mode: 'discard_row' })
    },
    limit: source.limit,
    parallel: source.hints.parallel,
  })
  const pages = extraction[Symbol.asyncIterator]()
  return {
    next: () => pages.next(),
    get stopped() {
      return extraction.stopped
    },
    counts,
    get cursors() {
      return cursors
    },
    takeWarnings() {
      const taken = warnings
      warnings = []
      return taken
    },
    countIn(normalizer, naming) {
      aside = { normalizer, naming }
    },
    result: () => states.result(new Set([...(kept?.journal.trees.values() ?? [])].flat())),
    unfinished() {
      const readings = extraction.progress()
      if (kept === undefined || readings === undefined) return undefined
      const { keyOf, trees } = kept.journal
      return { state: states.unfinished({ readings, keyOf, trees, run: kept.run, refresh: kept.refresh }) }
    },
    async sealed() {
      const readings = extraction.progress()
      if (readings === undefined) return
      await kept?.pageLog?.rotate((path, part, n) => {
        const reading = readings.get(path[0] ?? '')
        return reading === undefined || isNeeded(path, part, n, reading)
      })
    },
    async finished() {
      if (kept?.pageLog === undefined) return kept && deletePageLog(engine.folder, source.name)
      await kept.pageLog.finish()
    },
    async close() {
      await pages.return?.()
      await kept?.pageLog?.close()
    },
    async failed(resource, error) {
      await kept?.journal.failed(resource, error)
      if (!(error instanceof SchemaError) || !kept?.journal.keeps(resource)) return error
      const hint = [error.hint, KEPT].filter(Boolean).join(' ')
      return Object.assign(error, { hint })
    },
    resumed: () => kept?.journal.resumed() ?? [],
  }
}

const KEPT =
  'Fetched pages are kept, so the next run meets this one again; with resume: false (--no-resume) it is fetched anew.'

interface Kept {
  readonly journal: Journal
  readonly pageLog: PageLog | undefined
  readonly run: string
  readonly refresh: string | undefined
}

async function openKept(
  { source, engine, context, run, refresh, resume }: ReadingOptions,
  { saved, known: state }: SourceStates,
  warn: (text: string) => void,
): Promise<Kept> {
  const begun = [...saved.values()].find((one) => one.run !== undefined)
  const began = begun?.run ?? run
  const kind = begun === undefined ? refresh : begun.refresh
  const pageLog = resume?.pageLog
    ? await openPageLog(engine.folder, source.name, {
        now: context.now,
        onOff: (resource, why) =>
          warn(
            `Resource ${resource}: its pages are not logged any more, so a run that stops would fetch them again: ${why}`,
          ),
      })
    : undefined
  const unlogged = new Set(source.resources.filter(({ hints }) => hints.pageLog === false).map(({ name }) => name))
  const journal = openJournal({ pageLog, saved, state, run: `${began} ${kind ?? ''}`, unlogged, warn })
  return { journal, pageLog, run: began, refresh: kind }
}
