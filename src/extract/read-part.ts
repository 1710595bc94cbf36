import type { Page } from '../contracts/page.ts'
import type { Extracted, Run } from './extract.ts'
import { newRows } from './incremental/new-rows.ts'
import { nextPage } from './next-page.ts'
import { type OpenPart, openPart } from './open-part.ts'
import { pageBytes } from './page-bytes.ts'
import { partName } from './resume/part-names.ts'
import { insideOf, type OpenInside, step } from './resume/reading.ts'
import { rowsInTurn } from './rows-in-turn.ts'
import type { Stream } from './streams-of.ts'

/**
 * Gives a page to the resources that want it, then all pages that depend on it.
 * @returns false: nothing of it is new.
 */
export async function* readPage(
  part: OpenPart,
  page: Page<unknown>,
  run: Run,
): AsyncGenerator<Extracted, boolean, undefined> {
  const { stream, reading, cursor } = part
  const isIn = reading.inside !== undefined
  const kept = cursor === undefined ? page : newRows(page, cursor)
  if (kept === undefined || stream.children.length === 0) step(reading, page.position)
  if (kept === undefined) {
    if (stream.selected.length > 0) run.onLeftOut?.(stream.resource.name, pageBytes(page))
    return false
  }
  if (stream.children.length > 0) reading.inside ??= {}
  for (const [index, resource] of isIn ? [] : stream.selected.entries()) {
    yield { resource, page: kept, isLast: index === stream.selected.length - 1 }
  }
  for (const child of stream.children) {
    const inside = insideOf(reading, child.resource.name)
    if (inside.done) continue
    yield* dependents(child, { page: kept, inside, parent: part, run })
    inside.done = true
    delete inside.at
  }
  if (stream.children.length > 0) step(reading, page.position)
  return true
}

/** All pages of a part. @param options.stops Default true: none is asked for where the order of rows says that none can hold anything. */
export async function* readPart(
  part: OpenPart,
  run: Run,
  { stops = true }: { readonly stops?: boolean } = {},
): AsyncIterable<Extracted> {
  try {
    for (;;) {
      const next = await nextPage(part, run)
      if (next.done) return
      yield* readPage(part, next.value, run)
      if (stops && part.cursor?.isExhausted()) return
    }
  } finally {
    await part.pages.close()
  }
}

/** What a dependent resource reads for one page of its parent. */
export interface Dependence {
  /** With the rows that are new. */
  readonly page: Page<unknown>
  readonly inside: OpenInside
  readonly parent: OpenPart
  readonly run: Run
}

async function* dependents(child: Stream, { page, inside, parent, run }: Dependence): AsyncIterable<Extracted> {
  const cursor = run.cursors.get(child.resource)
  if (child.resource.byRow !== undefined || (cursor !== undefined && 'of' in cursor)) {
    yield* rowsInTurn(child, { page, inside, parent, run }, readPart)
    return
  }
  inside.at ??= { pages: 0 }
  const opening = { part: partName(parent.part, parent.reading.pages), reading: inside.at, cursor, parentPage: page }
  yield* readPart(openPart(child, { ...opening, openedAt: cursor?.handle.lastValue }, run), run, { stops: false })
}
