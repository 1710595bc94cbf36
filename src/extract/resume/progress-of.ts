import type { Stream } from '../streams-of.ts'
import type { Journal } from './journal.ts'
import { isBegun, type Reading } from './reading.ts'

/**
 * How far all independent streams were read, by name. undefined: one of them is in the middle of something that cannot be gone
 * on with, so this is no moment to go back to.
 */
export function progressOf(
  streams: readonly Stream[],
  journal: Pick<Journal, 'isResumable' | 'isUnique'>,
  readingOf: (name: string) => Reading,
): ReadonlyMap<string, Reading> | undefined {
  const progress = new Map<string, Reading>()
  for (const stream of streams) {
    const reading = readingOf(stream.resource.name)
    if (!journal.isUnique(stream)) return undefined
    if (!isBegun(reading)) continue
    if (!canGoOn(stream, reading, journal)) return undefined
    progress.set(stream.resource.name, structuredClone(reading))
  }
  return progress
}

function canGoOn(stream: Stream, reading: Reading, journal: Pick<Journal, 'isResumable'>): boolean {
  if (reading.done) return true
  if (!journal.isResumable(stream)) return false
  return stream.children.every((child) => {
    const inside = reading.inside?.[child.resource.name]
    return inside?.at === undefined || inside.done === true || canGoOn(child, inside.at, journal)
  })
}
