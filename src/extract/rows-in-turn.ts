import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { canonicalJson } from '../values/canonical-json.ts'
import type { Extracted } from './extract.ts'
import { type OpenPart, openPart } from './open-part.ts'
import type { Dependence, readPart } from './read-part.ts'
import { partName } from './resume/part-names.ts'
import type { OpenInside } from './resume/reading.ts'
import { rowPages } from './row-pages.ts'
import { rowsOf } from './rows-of.ts'
import type { Stream } from './streams-of.ts'

/** Pages of a row that may wait while those of rows before it are read. */
const PAGES_AHEAD = 4

/** What a dependent resource reads for each row of a page of its parent, in the order of the rows, some fetched ahead. */
export async function* rowsInTurn(
  child: Stream,
  { page, inside, parent, run }: Dependence,
  read: typeof readPart,
): AsyncIterable<Extracted> {
  const { byRow } = child.resource
  const cursor = run.cursors.get(child.resource)
  const perParent = cursor !== undefined && 'of' in cursor ? cursor : undefined
  const shared = cursor === undefined || 'of' in cursor ? undefined : cursor
  const openedAt = inside.openedAt ?? shared?.handle.lastValue
  if (openedAt !== undefined) inside.openedAt = openedAt
  const rows = rowPages(page)
  const keys = rows.map((row) => shortHash(byRow === undefined ? rowsOf(row) : byRow.keyOf(row)))
  const first = firstRow(inside, keys, () =>
    run.warn?.(
      `Resource ${child.resource.name}: the page of ${parent.stream.resource.name} that it had begun with has changed; it reads all of it.`,
    ),
  )
  const openRow = (index: number): OpenPart => {
    const row = rows[index] ?? { rows: [] }
    const reading = index === first && inside.at !== undefined ? inside.at : { pages: 0 }
    const part = partName(parent.part, parent.reading.pages, { index, key: keys[index] ?? '' })
    const own = perParent?.of(rowsOf(row)[0]) ?? shared
    return openPart(child, { part, reading, cursor: own, parentPage: row, openedAt, ahead: PAGES_AHEAD }, run)
  }
  const waiting: OpenPart[] = []
  try {
    for (let index = first, next = first; index < rows.length; index++) {
      while (next < Math.min(rows.length, index + (byRow?.parallel ?? 1))) waiting.push(openRow(next++))
      const current = waiting.shift()
      if (current === undefined) return
      inside.at = current.reading
      inside.atKey = keys[index] ?? ''
      if (waiting.length > 0) for (const part of [current, ...waiting]) part.pages.start()
      for await (const item of read(current, run, { stops: perParent !== undefined })) {
        for (const part of waiting) part.pages.start()
        // Connections that have just become free are used before the page is worked on.
        if (waiting.length > 0) await setImmediate()
        yield item
      }
      inside.rows = index + 1
      inside.lastKey = keys[index] ?? ''
      delete inside.at
    }
  } finally {
    await Promise.allSettled(waiting.map(({ pages }) => pages.close()))
  }
}

/** The row to go on with. A page that was fetched again may have changed. */
function firstRow(inside: OpenInside, keys: readonly string[], onChanged: () => void): number {
  const { rows, lastKey, at, atKey } = inside
  const isSame = rows === 0 || keys[rows - 1] === lastKey
  const found = isSame ? rows : keys.lastIndexOf(lastKey ?? '') + 1
  if (found === 0 && rows > 0) onChanged()
  if (at !== undefined && atKey !== keys[found]) delete inside.at
  return found
}

function shortHash(key: unknown): string {
  return createHash('sha1').update(canonicalJson(key)).digest('hex').slice(0, 12)
}
