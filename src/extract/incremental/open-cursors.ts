import type { ExternalSchedule } from '../../config/external-interval.ts'
import type { Resource } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { CandidateCursor } from '../resume/journal.ts'
import type { Stream } from '../streams-of.ts'
import { cursorOptions } from './cursor-options.ts'
import { joinInterval } from './join-interval.ts'
import { openParentCursors, type ParentCursors } from './parent-cursors.ts'
import { openRowCursor, type RowCursor } from './row-cursor.ts'

/** The cursors of a run, by resource: a dependent one is opened many times, its cursor once, or once a parent. */
export type Cursors = ReadonlyMap<Resource<string, unknown>, RowCursor | ParentCursors>

/** Where cursors are kept, and who hears what the user should know of them. */
export interface CursorPlaces {
  readonly state: (resource: string) => Record<string, unknown>
  readonly warn: (text: string) => void
  readonly schedule: ExternalSchedule
  /** Where an earlier part of the same run has brought a resource's cursors; undefined: there was none. */
  readonly candidate?: (resource: string) => CandidateCursor | undefined
}

/**
 * Cursors of all streams, checked before the first page is asked for. The last resource's comes first into a new state, as
 * in dlt: the order of its keys is stored.
 * @throws ConfigError `invalid_incremental`, `invalid_range`, `no_interval`, `invalid_interval`.
 */
export function openCursors(streams: readonly Stream[], places: CursorPlaces): Cursors {
  const cursors = new Map<Resource<string, unknown>, RowCursor | ParentCursors>()
  for (const { resource, children } of streams.toReversed()) {
    const cursor = cursorOf(resource, places)
    if (cursor !== undefined) cursors.set(resource, cursor)
    for (const [child, own] of openCursors(children, places)) cursors.set(child, own)
  }
  return cursors
}

function cursorOf(
  { name, hints, parent }: Resource<string, unknown>,
  { state, warn, schedule, candidate }: CursorPlaces,
): RowCursor | ParentCursors | undefined {
  if (hints.incremental === undefined) return undefined
  const incremental = joinInterval(hints.incremental, schedule, name)
  const options = cursorOptions(incremental, hints, name)
  const { perParent } = incremental
  const resourceState = state(name)
  const before = candidate?.(name)
  if (perParent === undefined) return openRowCursor(options, resourceState, warn, before?.of(options.cursorPath))
  if (parent !== undefined) return openParentCursors(options, { perParent, resourceState, before }, warn)
  throw new ConfigError(`The incremental of ${name} has perParent, but ${name} depends on no other resource.`, {
    code: 'invalid_incremental',
    hint: 'Take perParent off, or pipe the resource from its parent.',
    context: { resource: name },
  })
}
