import type { Context } from '../contracts/context.ts'
import type { Page } from '../contracts/page.ts'
import type { Resource, ResourceContext } from '../contracts/resource.ts'
import { SourceError, TolvaError } from '../errors/tolva-error.ts'
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
}

/**
 * Pages of all selected resources. Independent resources take turns, a page each, in their order; the pages that depend
 * on a page follow it at once, so each table's rows come in the order of its sources. A stream that several resources
 * depend on is read once. What is open is closed when the consumer stops or something fails.
 * @throws SourceError `resource_failed` around what a resource's own code throws; tolva's errors pass; the signal's
 *   reason when it aborts.
 */
export async function* extract(
  resources: readonly Resource<string, unknown>[],
  options: ExtractOptions,
): AsyncIterable<Extracted> {
  const open = streamsOf(resources).map((stream) => ({ stream, pages: openStream(stream, options) }))
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

async function* forward(stream: Stream, page: Page<unknown>, options: ExtractOptions): AsyncIterable<Extracted> {
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
  { context, state }: ExtractOptions,
  parentPage?: Page<unknown>,
): AsyncIterator<Page<unknown>> {
  const own: ResourceContext = { ...context, resource: resource.name, state: state(resource.name) }
  return resource.open(own, parentPage)[Symbol.asyncIterator]()
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
