import { isRecord } from '../../values/is-record.ts'
import { type CursorState, readCursorState } from '../incremental/cursor-state.ts'
import { PARENT_CURSORS } from '../incremental/parent-cursors.ts'
import { type Reading, readReading } from './reading.ts'

/** Key of a resource's state under which an unfinished run keeps how far it came. */
export const RESUME = 'resume'

const VERSION = 1

/**
 * What the state holds of an unfinished run of a resource. Until it is finished `incremental` stays what it was when the run
 * began, so that whoever does not know of this reads everything again and loses nothing.
 */
export interface SavedResume {
  /** Of an independent resource. */
  readonly reading?: Reading
  /** What its position means. */
  readonly key?: string
  /** The cursors as they stand in the state, in short: where they have moved on, others have read since. */
  readonly cursors?: string
  /** The run that it belongs to: the newest load before it. */
  readonly run?: string
  /** The refresh that the run began with. */
  readonly refresh?: string
  /** The resource's cursors as they stand, in their own form. */
  readonly incremental?: unknown
  readonly parents?: unknown
}

/** The form in which it is stored. */
export function savedForm(resume: SavedResume): Readonly<Record<string, unknown>> {
  return { version: VERSION, ...resume }
}

/** undefined: there is none, or one of another version. */
export function readSaved(value: unknown): SavedResume | undefined {
  if (!isRecord(value) || value.version !== VERSION) return undefined
  const { key, cursors, run, refresh, incremental, parents } = value
  const reading = readReading(value.reading)
  return {
    ...(reading !== undefined && { reading }),
    ...(typeof key === 'string' && { key }),
    ...(typeof cursors === 'string' && { cursors }),
    ...(typeof run === 'string' && { run }),
    ...(typeof refresh === 'string' && { refresh }),
    incremental,
    parents,
  }
}

/** A resource's state taken apart. */
export interface CursorsApart {
  /** What its code keeps. */
  readonly own: Readonly<Record<string, unknown>>
  /** Its cursors where they stand in the state. */
  readonly cursors: Readonly<Record<string, unknown>>
  /** The same as they are kept of an unfinished run. */
  readonly saved: Pick<SavedResume, 'incremental' | 'parents'>
}

export function cursorsApart({
  incremental,
  [PARENT_CURSORS]: parents,
  ...own
}: Readonly<Record<string, unknown>>): CursorsApart {
  return {
    own,
    cursors: {
      ...(incremental !== undefined && { incremental }),
      ...(parents !== undefined && { [PARENT_CURSORS]: parents }),
    },
    saved: { ...(incremental !== undefined && { incremental }), ...(parents !== undefined && { parents }) },
  }
}

/** Where a cursor stood; undefined: it had not begun. */
export function keptCursor(
  { incremental, parents }: SavedResume,
  cursorPath: string,
  parentKey?: string,
): CursorState | undefined {
  if (parentKey === undefined) return isRecord(incremental) ? readCursorState(incremental[cursorPath]) : undefined
  const own = keptParents({ parents })[parentKey]
  return isRecord(own?.incremental) ? readCursorState(own.incremental[cursorPath]) : undefined
}

/** The states of cursors that each row of a parent has. */
export function keptParents({ parents }: SavedResume): Readonly<Record<string, Record<string, unknown>>> {
  const all = isRecord(parents) && isRecord(parents.parents) ? Object.entries(parents.parents) : []
  return Object.fromEntries(all.flatMap(([key, state]) => (isRecord(state) ? [[key, { ...state }]] : [])))
}
