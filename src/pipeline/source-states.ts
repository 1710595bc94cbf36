import type { Resource } from '../contracts/resource.ts'
import { CONDITIONAL } from '../extract/resume/own-state.ts'
import type { Reading } from '../extract/resume/reading.ts'
import { cursorsApart, RESUME, readSaved, type SavedResume, savedForm } from '../extract/resume/saved-resume.ts'
import { cursorsText } from '../extract/resume/tree-key.ts'
import { parseTypedJson, typedJson } from '../values/typed-json.ts'
import type { SourceState } from './state.ts'

type State = Record<string, unknown>

/** How far an unfinished run came, and what its positions mean. */
export interface Progress {
  /** By independent resource; absent: not begun. */
  readonly readings: ReadonlyMap<string, Reading>
  /** Names of the independent resource and of all that depend on it. */
  readonly trees: ReadonlyMap<string, readonly string[]>
  readonly keyOf: (root: string) => string | undefined
  readonly run: string
  readonly refresh: string | undefined
}

/** The part of the state that belongs to one source while it runs: copies, so that a failed run changes nothing. */
export class SourceStates {
  /** True where the state is one to be stored even when it is empty: a full reload asked for it, or there was one. */
  readonly touched: boolean
  /** What the source's resources share: the same object for all of them. */
  readonly source: State
  /** What an unfinished run has left, by resource. */
  readonly saved: ReadonlyMap<string, SavedResume>
  readonly #before: SourceState
  readonly #resources = new Map<string, State>()
  /** As it was when the run began. */
  readonly #start = new Map<string, State>()
  /** What an unfinished run has left, as it stands in the state. */
  readonly #resumes = new Map<string, unknown>()

  constructor(stored: SourceState | undefined, resources: readonly Resource<string, unknown>[]) {
    const before = withoutResumes(stored)
    this.#before = before ?? {}
    const { resources: _resources, ...shared } = this.#before
    this.source = copyOf(shared)
    const replaced = new Set(resources.filter(isReplace).map((resource) => resource.name))
    this.touched = before !== undefined || replaced.size > 0
    const saved = new Map<string, SavedResume>()
    for (const [name, state] of Object.entries(this.#before.resources ?? {})) {
      if (replaced.has(name)) continue
      this.#resources.set(name, copyOf(state))
      this.#start.set(name, copyOf(state))
    }
    for (const [name, { [RESUME]: resume }] of Object.entries(stored?.resources ?? {})) {
      const left = replaced.has(name) ? undefined : readSaved(resume)
      if (left === undefined) continue
      saved.set(name, left)
      this.#resumes.set(name, resume)
    }
    this.saved = saved
  }

  /** The same object each time; what a resource leaves in it is saved with its rows. */
  readonly of = (resource: string): State => {
    const known = this.#resources.get(resource)
    if (known !== undefined) return known
    const fresh: State = {}
    this.#resources.set(resource, fresh)
    return fresh
  }

  /** The same; undefined where nothing is kept for the resource yet. Keys of the state stand in the order in which they came. */
  readonly known = (resource: string): Readonly<State> | undefined => this.#resources.get(resource)

  /**
   * The source's state after the run, undefined where there is none; resources that left nothing are not in it.
   * @param read Resources of which nothing is left to be gone on with.
   */
  result(read: ReadonlySet<string>): SourceState | undefined {
    const names = new Set([...this.#resources.keys(), ...this.#resumes.keys()])
    return this.#stateOf([...names].map((name) => [name, this.#untouched(name, this.#resources.get(name) ?? {}, read)]))
  }

  /** What an unfinished run has left of a resource stays where this one does not read it. */
  #untouched(name: string, state: State, read: ReadonlySet<string>): State {
    const resume = this.#resumes.get(name)
    return resume === undefined || read.has(name) ? state : { ...state, [RESUME]: resume }
  }

  /** The same in the middle of a run: cursors are as they were at its start, with what it came to beside them. */
  unfinished(progress: Progress): SourceState | undefined {
    const roots = new Map([...progress.trees].flatMap(([root, names]) => names.map((name) => [name, root] as const)))
    const names = new Set([...this.#resources.keys(), ...this.#resumes.keys(), ...progress.readings.keys()])
    const states = new Map([...names].map((name) => [name, this.#middle(name, roots.get(name), progress)]))
    for (const [root, tree] of progress.trees) {
      const { [RESUME]: resume, ...state } = states.get(root) ?? {}
      if (resume === undefined) continue
      const cursors = cursorsText(tree, (name) => states.get(name))
      states.set(root, { ...state, [RESUME]: { ...objectOf(resume), cursors } })
    }
    return this.#stateOf([...states])
  }

  #middle(name: string, root: string | undefined, { readings, keyOf, run, refresh }: Progress): State {
    const live = this.#resources.get(name) ?? {}
    if (root === undefined) return this.#untouched(name, live, new Set())
    const reading = readings.get(root)
    const start = this.#start.get(name) ?? {}
    if (reading === undefined) return start
    const key = keyOf(root)
    const place = { run, reading, ...(key !== undefined && { key }), ...(refresh !== undefined && { refresh }) }
    const own: SavedResume = name === root ? place : {}
    if (reading.done) return name === root ? { ...live, [RESUME]: savedForm(own) } : live
    const now = cursorsApart(live)
    const { [CONDITIONAL]: _, ...ownNow } = now.own
    const known = start[CONDITIONAL]
    return {
      ...ownNow,
      ...(known !== undefined && { [CONDITIONAL]: known }),
      ...cursorsApart(start).cursors,
      [RESUME]: savedForm({ ...own, ...now.saved }),
    }
  }

  #stateOf(resources: readonly (readonly [string, State])[]): SourceState | undefined {
    const before = this.#before.resources
    const { resources: _reserved, ...rest } = this.source
    const kept = resources.filter(([name, state]) => Object.keys(state).length > 0 || before?.[name] !== undefined)
    if (kept.length > 0 || before !== undefined) return { ...rest, resources: Object.fromEntries(kept) }
    return this.touched || Object.keys(rest).length > 0 ? rest : undefined
  }
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

/** The state as it was before the unfinished run; undefined: there was none. */
export function withoutResumes(stored: SourceState | undefined): SourceState | undefined {
  const { resources, ...shared } = stored ?? {}
  if (resources === undefined || !Object.values(resources).some((state) => RESUME in state)) return stored
  const kept = Object.entries(resources).flatMap(([name, state]) => {
    const { [RESUME]: resume, ...rest } = state
    return resume === undefined || Object.keys(rest).length > 0 ? [[name, rest] as const] : []
  })
  if (kept.length > 0) return { ...shared, resources: Object.fromEntries(kept) }
  return Object.keys(shared).length > 0 ? shared : undefined
}

/** A copy that keeps typed values; what JSON cannot hold is not in a state anyway. */
function copyOf(state: Readonly<State>): State {
  const copy = parseTypedJson(typedJson(state))
  return typeof copy === 'object' && copy !== null ? { ...copy } : {}
}

/** A full reload starts with an empty state. */
function isReplace(resource: Resource<string, unknown>): boolean {
  const disposition = resource.hints.writeDisposition
  return resource.selected && (typeof disposition === 'object' ? disposition.disposition : disposition) === 'replace'
}
