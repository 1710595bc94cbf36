import type { ExternalSchedule } from '../config/external-interval.ts'
import type { Context } from '../contracts/context.ts'
import type { CursorReport } from '../contracts/incremental.ts'
import type { Limit } from '../contracts/limit.ts'
import type { Page } from '../contracts/page.ts'
import type { Resource, ResourceContext } from '../contracts/resource.ts'
import { SourceError, TolvaError } from '../errors/tolva-error.ts'
import { fetchAhead } from './fetch-ahead.ts'
import { newPages } from './incremental/new-pages.ts'
import { type Cursors, openCursors } from './incremental/open-cursors.ts'
import type { ParentCursors } from './incremental/parent-cursors.ts'
import { limitPages } from './limit-pages.ts'
import { rowsOf } from './rows-of.ts'
import { type Stream, streamsOf } from './streams-of.ts'

/** A page and the selected resource it belongs to. */
export interface Extracted {
  readonly resource: Resource<string, unknown>
  readonly page: Page<unknown>
}

/** Resources that are fetched at the same time; a page of each waits at most. */
const MAX_AHEAD = 20

const NO_SCHEDULE: ExternalSchedule = { allowed: false, interval: undefined }

/** What extracting needs beside the resources. */
export interface ExtractOptions {
  readonly context: Context
  /** A resource's own part of the pipeline state; the same object each time it is asked for. */
  readonly state: (resource: string) => Record<string, unknown>
  /** What all resources of the source share; empty where absent. */
  readonly sourceState?: Record<string, unknown>
  /** A scheduler's interval. Default: none. */
  readonly schedule?: ExternalSchedule | undefined
  /** Called with what the user should know, once each. */
  readonly warn?: (text: string) => void
  /** Where each independent stream stops. */
  readonly limit?: Limit | undefined
  /** true: all independent streams are fetched in parallel, not only those that ask for it. */
  readonly parallel?: boolean | undefined
  /** Called for each row that a resource sets aside. */
  readonly onSetAside?: (resource: Resource<string, unknown>, reason: string) => void
  /** Called when all pages were read. */
  readonly onCursors?: (reports: readonly CursorReport[]) => void
}

type Extraction = ExtractOptions & { readonly cursors: Cursors }

/**
 * Pages of all selected resources. Independent resources take turns, a page each, in their order, also where they are
 * fetched in parallel; the pages that depend
 * on a page follow it at once, so each table's rows come in the order of its sources. A stream that several resources
 * depend on is read once. What is open is closed when the consumer stops or something fails.
 * @throws SourceError `resource_failed` around what a resource's own code throws; tolva's errors pass; the signal's
 *   reason when it aborts.
 */
export async function* extract(
  resources: readonly Resource<string, unknown>[],
  given: ExtractOptions,
): AsyncIterable<Extracted> {
  const streams = streamsOf(resources)
  const options = {
    sourceState: {},
    ...given,
    cursors: openCursors(streams, {
      state: given.state,
      schedule: given.schedule ?? NO_SCHEDULE,
      warn: given.warn ?? ((text) => given.context.logger.warn(text)),
    }),
  }
  const { limit } = options
  const open = streams.map((stream) => {
    const pages = openStream(stream, options)
    const limited = limit === undefined ? pages : limitPages(pages, limit)
    return { stream, pages: fetchAhead(limited[Symbol.asyncIterator]()) }
  })
  try {
    let turn = 0
    while (open.length > 0) {
      turn %= open.length
      for (const one of open.slice(0, MAX_AHEAD)) if (options.parallel || isParallel(one.stream)) one.pages.start()
      const { stream, pages } = open[turn]!
      const next = await guarded(stream, options, () => pages.next())
      if (next.done) {
        open.splice(turn, 1)
        continue
      }
      yield* forward(stream, next.value, options)
      turn += 1
    }
  } finally {
    await Promise.allSettled(open.map(({ pages }) => pages.close()))
  }
  options.onCursors?.([...options.cursors.values()].map((cursor) => cursor.report()))
}

function isParallel({ resource, selected }: Stream): boolean {
  return resource.parallel || selected.some((one) => one.parallel)
}

async function* forward(stream: Stream, page: Page<unknown>, options: Extraction): AsyncIterable<Extracted> {
  for (const resource of stream.selected) yield { resource, page }
  for (const child of stream.children) {
    const pages = openStream(child, options, page)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await guarded(child, options, () => pages.next())
        if (next.done) break
        yield* forward(child, next.value, options)
      }
    } finally {
      await pages.return?.()
    }
  }
}

function openStream(
  stream: Stream,
  { context, state, sourceState = {}, cursors, onSetAside }: Extraction,
  parentPage?: Page<unknown>,
): AsyncIterable<Page<unknown>> {
  const { resource } = stream
  const own: ResourceContext = {
    ...context,
    resource: resource.name,
    state: state(resource.name),
    sourceState,
    ...asideOf(stream, onSetAside),
  }
  const cursor = cursors.get(resource)
  if (cursor === undefined) return resource.open(own, parentPage)
  if ('of' in cursor) return pagesPerParent(resource, { own, cursor, parentPage })
  const pages = resource.open({ ...own, incremental: cursor.handle }, parentPage)
  return newPages(pages, cursor, { stops: resource.parent === undefined })
}

/** What a resource is told of its contract, and how it counts rows that it leaves out. */
function asideOf(
  { resource, selected }: Stream,
  onSetAside: ExtractOptions['onSetAside'],
): Pick<ResourceContext, 'contract' | 'setAside'> {
  const own = selected[0] ?? resource
  const { schemaContract: contract } = own.hints
  return {
    ...(contract === undefined ? {} : { contract }),
    ...(onSetAside === undefined ? {} : { setAside: (reason) => onSetAside(own, reason) }),
  }
}

interface PerParent {
  readonly own: ResourceContext
  readonly cursor: ParentCursors
  readonly parentPage: Page<unknown> | undefined
}

/** The pages of a dependent resource, opened once for each row of its parent, with that row's cursor. */
async function* pagesPerParent(
  resource: Resource<string, unknown>,
  { own, cursor, parentPage }: PerParent,
): AsyncIterable<Page<unknown>> {
  for (const row of parentPage === undefined ? [] : rowsOf(parentPage)) {
    const rowCursor = cursor.of(row)
    const pages = resource.open({ ...own, incremental: rowCursor.handle }, { rows: [row] })
    yield* newPages(pages, rowCursor)
  }
}

async function guarded<T>({ resource }: Stream, { context }: ExtractOptions, pull: () => Promise<T>): Promise<T> {
  context.signal.throwIfAborted()
  try {
    const value = await pull()
    context.signal.throwIfAborted()
    return value
  } catch (cause) {
    if (cause instanceof TolvaError) throw located(cause, resource.name)
    if (context.signal.aborted) throw cause
    throw new SourceError(`resource ${resource.name} failed: ${messageOf(cause)}`, {
      code: 'resource_failed',
      hint: 'Mend the code of the resource; the cause has its stack.',
      context: { resource: resource.name },
      cause,
    })
  }
}

/** The error with the resource in its context, where it does not say one. */
function located(error: TolvaError, resource: string): TolvaError {
  Object.assign(error.context, { resource: error.context.resource ?? resource })
  return error
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
