import { setImmediate } from 'node:timers/promises'
import type { ExternalSchedule } from '../config/external-interval.ts'
import type { Context } from '../contracts/context.ts'
import type { CursorReport } from '../contracts/incremental.ts'
import type { Limit } from '../contracts/limit.ts'
import type { Page } from '../contracts/page.ts'
import type { FoundPaging, Resource, WalkEnd } from '../contracts/resource.ts'
import type { Budget } from './fetch-ahead.ts'
import { openCursors } from './incremental/open-cursors.ts'
import { limiter } from './limit-pages.ts'
import { nextPage, Stopped } from './next-page.ts'
import { type OpenPart, openRoot } from './open-part.ts'
import { pageBytes } from './page-bytes.ts'
import { readPage } from './read-part.ts'
import type { Journal } from './resume/journal.ts'
import { ownState } from './resume/own-state.ts'
import { progressOf } from './resume/progress-of.ts'
import type { Reading } from './resume/reading.ts'
import { streamsOf } from './streams-of.ts'

/** A page and a selected resource it belongs to. */
export interface Extracted {
  readonly resource: Resource<string, unknown>
  readonly page: Page<unknown>
  /** No other resource gets the same page. */
  readonly isLast: boolean
}

/** Resources that are fetched at the same time; a page of each waits at most. */
const MAX_AHEAD = 20

/** Bodies that wait; one more may be under way for each resource. */
const MAX_BYTES_AHEAD = 64 * 1024 * 1024

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
  /** Called when a resource has found out how its pages follow one another. */
  readonly onPaging?: (resource: string, paging: FoundPaging) => void
  /** Told how the pages of an API came to their end. */
  readonly onWalkEnd?: (resource: string, end: WalkEnd) => void
  /** Told of each answer that says that nothing of a resource has changed. */
  readonly onUnchanged?: (resource: string) => void
  /** Told of the bytes of pages that were read for a selected resource and of which no row is left. */
  readonly onLeftOut?: (resource: string, bytes: number) => void
  /** Called when all pages were read. */
  readonly onCursors?: (reports: readonly CursorReport[]) => void
  /** What an earlier run has read and logged; absent: every resource begins anew and nothing is logged. */
  readonly journal?: Journal | undefined
  /** When it aborts, no further page is asked for. The signal of the context also breaks off what is under way. */
  readonly stop?: AbortSignal | undefined
}

/** Pages of all resources, and how far they were read. */
export interface Extraction extends AsyncIterable<Extracted> {
  /**
   * How far each independent resource was read, by name, with all that was given out so far in; undefined: a resource is in the
   * middle of something that it cannot go on with.
   */
  progress(): ReadonlyMap<string, Reading> | undefined
  /** true: it ended because it was told to. */
  readonly stopped: boolean
}

/** What the reading of one run shares. */
export type Run = ExtractOptions & {
  readonly cursors: ReturnType<typeof openCursors>
  readonly sourceState: Record<string, unknown>
  /** Pages that were fetched and wait. */
  readonly ahead: Budget<Page<unknown>>
}

/**
 * Pages of all selected resources. Independent resources take turns, a page each, in their order, also where they are
 * fetched in parallel; the pages that depend
 * on a page follow it at once, so each table's rows come in the order of its sources. A stream that several resources
 * depend on is read once. What is open is closed when the consumer stops or something fails.
 * @throws SourceError `resource_failed` around what a resource's own code throws; tolva's errors pass; the signal's
 *   reason when it aborts.
 */
export function extract(resources: readonly Resource<string, unknown>[], given: ExtractOptions): Extraction {
  const streams = streamsOf(resources)
  const { journal } = given
  const readings = new Map<string, OpenPart['reading']>()
  let stopped = false

  async function* pages(): AsyncIterable<Extracted> {
    // Keys are those of the state as it was: opening cursors adds to it.
    await journal?.open(streams)
    const run: Run = {
      sourceState: {},
      ...given,
      ahead: { used: 0, limit: MAX_BYTES_AHEAD, sizeOf: pageBytes },
      cursors: openCursors(streams, {
        state: given.state,
        schedule: given.schedule ?? NO_SCHEDULE,
        warn: given.warn ?? ((text) => given.context.logger.warn(text)),
        candidate: (resource) => journal?.candidate(resource),
      }),
    }
    const roots = streams.map((stream) => openRoot(stream, run)).filter(({ reading }) => !reading.done)
    for (const { stream, reading } of roots) readings.set(stream.resource.name, reading)
    try {
      yield* inTurn(roots, run)
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      stopped = true
    } finally {
      await Promise.allSettled(roots.map((part) => part.pages.close()))
    }
    if (!stopped) given.onCursors?.([...run.cursors.values()].map((cursor) => cursor.report()))
  }

  return {
    [Symbol.asyncIterator]: () => pages()[Symbol.asyncIterator](),
    progress: () =>
      journal && progressOf(streams, journal, (name) => readings.get(name) ?? journal.reading(name) ?? { pages: 0 }),
    get stopped() {
      return stopped
    },
  }
}

async function* inTurn(roots: readonly OpenPart[], run: Run): AsyncIterable<Extracted> {
  const all = roots.map((part) => ({ part, limit: run.limit === undefined ? undefined : limiter(run.limit) }))
  const open = all.filter(({ limit }) => !limit?.isReached())
  for (let turn = 0; open.length > 0; ) {
    turn %= open.length
    for (const { part } of open.slice(0, MAX_AHEAD)) if (mayFetchAhead(part, run)) part.pages.start()
    const { part, limit } = open[turn]!
    const next = await nextPage(part, run)
    if (!next.done) {
      const after = open[(turn + 1) % open.length]
      if (after !== undefined && mayAskAlready(after, part)) {
        after.part.pages.start()
        // Until its request is out: working on a page lets nothing else run.
        await setImmediate()
      }
      const hasNew = yield* readPage(part, next.value, run)
      if (hasNew) limit?.count(next.value)
    }
    if (next.done || part.cursor?.isExhausted() || limit?.isReached()) {
      part.reading.done = true
      open.splice(turn, 1)
      await part.pages.close()
      continue
    }
    turn += 1
  }
}

/**
 * Whether the page whose turn comes next may be asked for while this one is worked on: nothing comes in between, and it is sure
 * to be wanted.
 */
function mayAskAlready(
  { part, limit }: { readonly part: OpenPart; readonly limit: unknown },
  current: OpenPart,
): boolean {
  const { resource } = part.stream
  // What depends on this page is asked for first, unless the order of requests is given up anyhow.
  const waits = current.stream.children.some(({ resource: { byRow } }) => (byRow?.parallel ?? 1) === 1)
  if (!resource.fetchesAhead || waits || limit !== undefined) return false
  // The rows of this page may say that nothing more is to come.
  return part !== current || !(part.cursor !== undefined && resource.hints.incremental?.rowOrder)
}

function mayFetchAhead({ stream: { resource, selected } }: OpenPart, { parallel, state }: Run): boolean {
  if (!(parallel || resource.parallel || selected.some((one) => one.parallel))) return false
  // What a resource keeps in its state must not be ahead of the rows that are in.
  return resource.resumeKey === undefined || ownState(state(resource.name)) === undefined
}
