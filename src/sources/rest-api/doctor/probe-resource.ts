import type { Answered } from '../../../contracts/answered.ts'
import type { RunEvent } from '../../../contracts/events.ts'
import type { IncrementalHandle } from '../../../contracts/incremental.ts'
import type { Page } from '../../../contracts/page.ts'
import type { Resource } from '../../../contracts/resource.ts'
import { SourceError } from '../../../errors/tolva-error.ts'
import { rowsOf } from '../../../extract/rows-of.ts'
import { silentLogger } from '../../../log/logger.ts'
import type { SeenRequest } from './report.ts'

/** Pages of a walk that are looked at. */
const PAGES = 2
/** Rows of the parent that are tried, until one has pages enough. */
const PARENT_ROWS = 3

/** What came of reading the first pages of a resource. */
export interface Probe {
  /** Those with pages, of the walk that has most of them. */
  readonly answers: readonly Answered[]
  /** The last answer whose status was an error. */
  readonly refused: Answered | undefined
  /** Pages as they would be loaded, of all walks. */
  readonly pages: readonly Page<unknown>[]
  readonly rows: readonly unknown[]
  readonly requests: readonly SeenRequest[]
  readonly error: unknown
}

export interface ProbeOptions {
  readonly signal: AbortSignal
  readonly projectDir: string
  /** Milliseconds that the API may make a resource wait in all. */
  readonly maxWaitMs: number
}

/** Reads up to two pages; a dependent resource is opened with each of the first rows of its parent until one has so many. */
export async function probeResource(
  resource: Resource<string, unknown>,
  parentRows: readonly Page<unknown>[] | undefined,
  options: ProbeOptions,
): Promise<Probe> {
  const walks: Walk[] = []
  for (const parentPage of parentRows?.slice(0, PARENT_ROWS) ?? [undefined]) {
    const walk = await walkOnce(resource, parentPage, options)
    walks.push(walk)
    if (walk.answers.length >= PAGES || walk.error !== undefined) break
  }
  const longest = walks.toSorted((a, b) => b.answers.length - a.answers.length)[0]
  const pages = walks.flatMap((walk) => walk.pages)
  return {
    answers: longest?.answers ?? [],
    refused: walks.findLast((walk) => walk.refused !== undefined)?.refused,
    pages,
    rows: pages.flatMap(rowsOfPage),
    requests: walks.flatMap((walk) => walk.requests),
    error: walks.find((walk) => walk.error !== undefined)?.error,
  }
}

type Walk = Omit<Probe, 'rows'>

/** Thrown to end a walk whose pages hold no row that is kept. */
class Enough extends Error {}

async function walkOnce(
  resource: Resource<string, unknown>,
  parentPage: Page<unknown> | undefined,
  { signal, projectDir, maxWaitMs }: ProbeOptions,
): Promise<Walk> {
  const answers: Answered[] = []
  const pages: Page<unknown>[] = []
  const requests: SeenRequest[] = []
  const patience = new AbortController()
  let refused: Answered | undefined
  let waited = 0
  const context = {
    signal: AbortSignal.any([signal, patience.signal]),
    logger: silentLogger,
    now: Date.now,
    projectDir,
    state: {},
    sourceState: {},
    resource: resource.name,
    ...cursorOf(resource),
    emit(event: RunEvent) {
      if (event.type === 'request') requests.push({ url: event.url, status: event.status, ms: event.ms })
      if (event.type !== 'waiting') return
      waited += event.ms
      if (waited > maxWaitMs) patience.abort(tooLong(resource.name, event))
    },
    onAnswer(answer: Answered) {
      if (answer.response.status >= 400) refused = answer
      else if (isFirstAgain(answer, answers)) return
      else if (answers.length === PAGES) throw new Enough()
      else answers.push(answer)
    },
  }
  let error: unknown
  try {
    for await (const page of resource.open(context, parentPage)) {
      pages.push(page)
      if (pages.length >= PAGES) break
    }
  } catch (cause) {
    signal.throwIfAborted()
    if (!(cause instanceof Enough)) error = patience.signal.aborted ? patience.signal.reason : cause
  }
  return { answers, refused, pages, requests, error }
}

/** Page 1 of an API that counts from 1, which detection asks for to find that out. */
function isFirstAgain({ state, response }: Answered, [first, second]: readonly Answered[]): boolean {
  if (first === undefined || second !== undefined || state.detected?.firstRows === undefined) return false
  return Buffer.compare(first.response.body, response.body) === 0
}

/** A cursor as it stands before the first run. */
export function cursorOf({ hints: { incremental } }: Resource<string, unknown>): {
  readonly incremental?: IncrementalHandle
} {
  if (incremental === undefined) return {}
  const { cursorPath, initialValue, endValue } = incremental
  return {
    incremental: {
      cursorPath,
      initialValue,
      startValue: initialValue,
      lastValue: initialValue,
      openedAt: initialValue,
      endValue,
    },
  }
}

function rowsOfPage(page: Page<unknown>): readonly unknown[] {
  return 'file' in page || 'arrow' in page ? [] : rowsOf(page)
}

function tooLong(resource: string, { why, ms }: Extract<RunEvent, { readonly type: 'waiting' }>): SourceError {
  return new SourceError(
    `the API made ${resource} wait for ${Math.ceil(ms / 1000)} s (${why}), which a look does not`,
    {
      code: 'wait_too_long',
      hint: 'look again later; for runs set client.rate_limit to what the API allows',
      context: { resource },
    },
  )
}
