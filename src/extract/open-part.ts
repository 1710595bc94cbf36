import type { IncrementalHandle } from '../contracts/incremental.ts'
import type { Page } from '../contracts/page.ts'
import type { ResourceContext } from '../contracts/resource.ts'
import type { Run } from './extract.ts'
import { type FetchAhead, fetchAhead } from './fetch-ahead.ts'
import type { RowCursor } from './incremental/row-cursor.ts'
import { pagesOfPart } from './resume/pages-of-part.ts'
import { type OpenReading, openReading } from './resume/reading.ts'
import type { Stream } from './streams-of.ts'

/** An opened resource, or what is opened of it for one page or one row of its parent. */
export interface OpenPart {
  readonly stream: Stream
  /** Its name in the log. */
  readonly part: string
  /** How far it was read; follows the pages. */
  readonly reading: OpenReading
  readonly pages: FetchAhead<Page<unknown>>
  readonly cursor: RowCursor | undefined
}

export interface PartOpening {
  readonly part: string
  readonly reading: OpenReading
  readonly cursor: RowCursor | undefined
  /** Absent: an independent resource. */
  readonly parentPage?: Page<unknown>
  /** The cursor's last value when the page of the parent came. */
  readonly openedAt?: unknown
  /** Pages that may wait. Default 1. */
  readonly ahead?: number
}

/** An independent resource, gone on with where an earlier run has left it. */
export function openRoot(stream: Stream, run: Run): OpenPart {
  const { name } = stream.resource
  const cursor = run.cursors.get(stream.resource)
  const reading = openReading(run.journal?.reading(name))
  return openPart(
    stream,
    { part: '', reading, cursor: cursor !== undefined && 'of' in cursor ? undefined : cursor },
    run,
  )
}

/** Nothing is asked for before the first page is. */
export function openPart(stream: Stream, opening: PartOpening, run: Run): OpenPart {
  const { resource } = stream
  const { part, reading, cursor, parentPage, openedAt = cursor?.handle.openedAt } = opening
  const state = run.state(resource.name)
  if (cursor !== undefined) reading.opened ??= { openedAt, lastValue: cursor.handle.lastValue }
  const { opened } = reading
  const handleFor = (position: unknown): { readonly incremental?: IncrementalHandle } => {
    if (cursor === undefined) return {}
    return {
      incremental: position === undefined ? following(cursor.handle, openedAt) : { ...cursor.handle, ...opened },
    }
  }
  const pages = pagesOfPart({
    part,
    from: { ...reading },
    log: run.journal?.log(stream),
    state,
    onReplayed: () => run.journal?.onReplayed(resource.name),
    open: (position) =>
      resource.open(
        {
          ...contextOf(stream, run, state),
          ...(needsRows(stream, cursor, run) && { needsRows: true }),
          ...handleFor(position),
          ...(position === undefined ? {} : { resumeFrom: position }),
        },
        parentPage,
      ),
  })
  return {
    stream,
    part,
    reading,
    cursor,
    pages: fetchAhead(pages[Symbol.asyncIterator](), { depth: opening.ahead, budget: run.ahead }),
  }
}

/** A cursor, those that depend on the rows, and a limit of rows look at each. */
function needsRows({ children }: Stream, cursor: RowCursor | undefined, { limit }: Run): boolean {
  return cursor !== undefined || children.length > 0 || limit?.rows !== undefined
}

/** The same handle, opened when the page of its parent came. */
function following(handle: IncrementalHandle, openedAt: unknown): IncrementalHandle {
  return {
    ...handle,
    openedAt,
    get lastValue() {
      return handle.lastValue
    },
  }
}

/** What a resource is told, and how it counts rows that it leaves out. */
function contextOf(
  { resource, selected }: Stream,
  { context, sourceState, onSetAside, warn, onPaging, onWalkEnd, onUnchanged, onLeftOut }: Run,
  state: Record<string, unknown>,
): ResourceContext {
  const own = selected[0] ?? resource
  const { schemaContract: contract } = own.hints
  return {
    ...context,
    resource: resource.name,
    hints: resource.hints,
    state,
    sourceState,
    ...(contract === undefined ? {} : { contract }),
    ...(warn === undefined ? {} : { warn }),
    ...(onPaging === undefined ? {} : { onPaging: (paging) => onPaging(resource.name, paging) }),
    ...(onWalkEnd === undefined ? {} : { onWalkEnd: (end) => onWalkEnd(resource.name, end) }),
    ...(onUnchanged === undefined ? {} : { onUnchanged: () => onUnchanged(resource.name) }),
    ...(onLeftOut !== undefined && selected.length > 0 && { onLeftOut: (bytes) => onLeftOut(resource.name, bytes) }),
    ...(onSetAside === undefined ? {} : { setAside: (reason) => onSetAside(own, reason) }),
  }
}
