import type { Context } from '../contracts/context.ts'
import type { Page } from '../contracts/page.ts'
import type { Resource, ResourceContext } from '../contracts/resource.ts'
import { SourceError, TolvaError } from '../errors/tolva-error.ts'
import { cursorOptions } from './incremental/cursor-options.ts'
import { newPages } from './incremental/new-pages.ts'
import { openRowCursor, type RowCursor } from './incremental/row-cursor.ts'
import { type Stream, streamsOf } from './streams-of.ts'

/** A page and the selected resource it belongs to. */
export interface Extracted {
  readonly resource: Resource<string, unknown>
  readonly page: Page<unknown>
}

/** What extracting needs beside the resources. */
export interface ExtractOptions {
  readonly context: Context
  /** A resource's own part of the pipeline state; the same object each time it is asked for. */
  readonly state: (resource: string) => Record<string, unknown>
  /** What all resources of the source share; empty where absent. */
  readonly sourceState?: Record<string, unknown>
  /** Called with what the user should know, once each. */
  readonly warn?: (text: string) => void
}

/** The cursors of a run, by resource: a dependent one is opened many times, its cursor once. */
type Cursors = ReadonlyMap<Resource<string, unknown>, RowCursor>

type Extraction = ExtractOptions & { readonly cursors: Cursors }

/**
 * Pages of all selected resources. Independent resources take turns, a page each, in their order; the pages that depend
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
  const options = { sourceState: {}, ...given, cursors: openCursors(streams, given) }
  const open = streams.map((stream) => ({ stream, pages: openStream(stream, options) }))
  try {
    let turn = 0
    while (open.length > 0) {
      turn %= open.length
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
    await Promise.allSettled(open.map(({ pages }) => pages.return?.()))
  }
}

async function* forward(stream: Stream, page: Page<unknown>, options: Extraction): AsyncIterable<Extracted> {
  for (const resource of stream.selected) yield { resource, page }
  for (const child of stream.children) {
    const pages = openStream(child, options, page)
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
  { resource }: Stream,
  { context, state, sourceState = {}, cursors }: Extraction,
  parentPage?: Page<unknown>,
): AsyncIterator<Page<unknown>> {
  const own: ResourceContext = { ...context, resource: resource.name, state: state(resource.name), sourceState }
  const cursor = cursors.get(resource)
  if (cursor === undefined) return resource.open(own, parentPage)[Symbol.asyncIterator]()
  const pages = resource.open({ ...own, incremental: cursor.handle }, parentPage)
  return newPages(pages, cursor, { stops: resource.parent === undefined })[Symbol.asyncIterator]()
}

/** Cursors of all streams, checked before the first page is asked for. */
function openCursors(streams: readonly Stream[], options: ExtractOptions): Cursors {
  const cursors = new Map<Resource<string, unknown>, RowCursor>()
  const warn = options.warn ?? ((text: string) => options.context.logger.warn(text))
  for (const { resource, children } of streams) {
    const { name, hints } = resource
    if (hints.incremental !== undefined) {
      const cursor = openRowCursor(cursorOptions(hints.incremental, hints, name), options.state(name), warn)
      cursors.set(resource, cursor)
    }
    for (const [child, cursor] of openCursors(children, options)) cursors.set(child, cursor)
  }
  return cursors
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
