import type { Dataset } from '../dataset/dataset.ts'
import type { CursorView, Trace } from '../inspect.ts'
import type { Schema } from '../schema/stored.ts'
import type { TableThere } from './tables-there.ts'

/** How a check or a whole pipeline stands. `unknown`: it could not be looked at, or nothing has run. */
export type Health = 'good' | 'warning' | 'bad' | 'unknown'

export type CheckName = 'all_pages' | 'cursor_moves' | 'schema' | 'unique_keys' | 'types'

/** One question about the last run, answered. */
export interface CheckResult extends Answer {
  readonly name: CheckName
  readonly question: string
  /** Why it could not be answered. */
  readonly problem?: { readonly code: string; readonly message: string; readonly hint?: string }
}

export interface Answer {
  readonly health: Health
  /** In one sentence. */
  readonly answer: string
  /** What to do, where something is to be done. */
  readonly hint?: string
  readonly findings: readonly Finding[]
  /** The statement that answered it. */
  readonly sql?: string
}

/** Of a table, a resource or a column. */
export interface Finding {
  readonly subject: string
  readonly table?: string
  readonly column?: string
  readonly health: Health
  readonly text: string
}

/** What the checks are about. */
export interface CheckFacts {
  readonly pipeline: string
  /** The newest first. */
  readonly traces: readonly Trace[]
  readonly schemas: readonly Schema[]
  readonly cursors: readonly CursorView[]
  /** Rows are read from it, within limits; absent: rows are not looked at. */
  readonly dataset?: Dataset
  /** Lets others have the database between two pieces of work on it; absent: nobody else wants it. */
  readonly turn?: Turn
  /** What `tablesThere` finds, asked once for all checks. */
  readonly tables?: () => Promise<readonly TableThere[]>
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly signal?: AbortSignal
}

/** Does work that keeps the database open, when it is its turn. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>

/** A question: a file in this folder and a line in `registry.ts`. */
export interface Check {
  readonly name: CheckName
  readonly question: string
  /** true: it is answered by rows; without them it is not known. */
  readonly needsRows: boolean
  answer(facts: CheckFacts): Promise<Answer>
}

const ORDER: readonly Health[] = ['good', 'warning', 'bad']

/** The worst of all; what is not known does not count, unless nothing is. */
export function worst(all: readonly Health[]): Health {
  const known = all.filter((one) => one !== 'unknown')
  return known.reduce<Health>(
    (worse, one) => (ORDER.indexOf(one) > ORDER.indexOf(worse) ? one : worse),
    known.length === 0 ? 'unknown' : 'good',
  )
}
