import type { CursorReport, Incremental, LeftOutReason } from '../../contracts/incremental.ts'
import { SourceError } from '../../errors/tolva-error.ts'
import { canonicalJson } from '../../values/canonical-json.ts'
import { isRecord } from '../../values/is-record.ts'
import type { CandidateCursor } from '../resume/journal.ts'
import type { CursorOptions } from './cursor-options.ts'
import { cursorReader } from './cursor-path.ts'
import { openRowCursor, type RowCursor } from './row-cursor.ts'

/** The cursors of a resource that has one for each row of its parent. */
export interface ParentCursors {
  /** @throws SourceError `parent_key_missing`, `too_many_parents`. */
  of(parentRow: unknown): RowCursor
  report(): CursorReport
}

/** Where they are kept in the resource's state: beside `incremental`, which dlt reads. */
export const PARENT_CURSORS = 'incremental_per_parent'

const VERSION = 1
/** The state is read and written by every run, so it must stay small. */
const MAX_PARENTS = 20_000

interface ParentStates {
  readonly version: typeof VERSION
  /** By the parent's key: a resource's state with one cursor, in dlt's form. */
  readonly parents: Record<string, Record<string, unknown>>
}

/** Opens the cursors over their resource's state. */
export function openParentCursors(
  options: CursorOptions,
  given: {
    readonly perParent: ParentKey
    readonly resourceState: Record<string, unknown>
    /** Where an earlier part of the same run has brought them. */
    readonly before?: CandidateCursor | undefined
  },
  warn: (text: string) => void,
): ParentCursors {
  const { resource, cursorPath } = options
  const { perParent, resourceState, before } = given
  const states = statesIn(resourceState)
  const start = { ...states.parents }
  // Rows of the parent that do not come again keep what they had come to.
  Object.assign(states.parents, before?.parents)
  const open = new Map<string, RowCursor>()
  const keyOf =
    typeof perParent === 'string'
      ? cursorReader(perParent)
      : (row: unknown) => perParent(isRecord(row) ? row : { value: row })

  return {
    of(parentRow) {
      const key = textOf(keyOf(parentRow), resource)
      const known = open.get(key)
      if (known !== undefined) return known
      const isNew = !Object.hasOwn(states.parents, key)
      if (isNew && Object.keys(states.parents).length >= MAX_PARENTS) throw tooMany(resource)
      const state = start[key] ?? {}
      states.parents[key] = state
      const cursor = openRowCursor(options, state, warn, before?.of(cursorPath, key))
      open.set(key, cursor)
      return cursor
    },
    report() {
      const leftOut: Partial<Record<LeftOutReason, number>> = {}
      let kept = 0
      for (const cursor of open.values()) {
        const report = cursor.report()
        kept += report.kept
        for (const reason of REASONS) {
          const count = report.leftOut[reason]
          if (count !== undefined) leftOut[reason] = (leftOut[reason] ?? 0) + count
        }
      }
      return { resource, cursorPath, kept, leftOut, parents: open.size }
    },
  }
}

export type ParentKey = NonNullable<Incremental['perParent']>

const REASONS: readonly LeftOutReason[] = [
  'null row',
  'no cursor value',
  'behind the end',
  'before the start',
  'loaded before',
]

function statesIn(resourceState: Record<string, unknown>): ParentStates {
  const stored = resourceState[PARENT_CURSORS]
  if (isStates(stored)) return stored
  const fresh: ParentStates = { version: VERSION, parents: {} }
  resourceState[PARENT_CURSORS] = fresh
  return fresh
}

function isStates(value: unknown): value is ParentStates {
  return isRecord(value) && value.version === VERSION && isRecord(value.parents)
}

function textOf(key: unknown, resource: string): string {
  if (typeof key === 'string') return key
  if (key !== null && key !== undefined) return canonicalJson(key)
  throw new SourceError(`A row of the parent of ${resource} has no key for its cursor.`, {
    code: 'parent_key_missing',
    hint: 'Name a field in perParent that every row of the parent has, e.g. its id.',
    context: { resource },
  })
}

function tooMany(resource: string): SourceError {
  return new SourceError(`More than ${MAX_PARENTS} rows of the parent of ${resource} have a cursor of their own.`, {
    code: 'too_many_parents',
    hint: 'Take perParent off and use a lag with merge, or let perParent group parents, e.g. by account.',
    context: { resource },
  })
}
