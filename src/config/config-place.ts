/** What is asked beside the path. */
export interface Question {
  readonly secret: boolean
  /** The name that some paths begin with. */
  readonly pipelineName: string | undefined
}

/** One kind of place where values are looked for. */
export interface ConfigPlace {
  readonly name: string
  /** false: a secret found here is an error. */
  readonly holdsSecrets: boolean
  /** true: nothing can be found here, so it is not asked. */
  readonly empty: boolean
  /** The path as it is written in this place. */
  keyOf(path: readonly string[]): string
  find(path: readonly string[], question: Question): Promise<FoundValue | undefined>
  /** Where a path is looked for under other keys than its own: those that the last `find` of it looked at. */
  looks?(path: readonly string[], question: Question): readonly Look[]
}

/** One key that was looked at, and what came of it. */
export type Look = Pick<LookupTrace, 'key' | 'outcome' | 'reason'>

export interface FoundValue {
  readonly value: unknown
  /** The file that holds it, absolute; absent where it is not a file. */
  readonly file?: string
  /** The key that had it, where that is not the path's own. */
  readonly key?: string
}

/** One look in one place; never the value. */
export interface LookupTrace {
  readonly place: string
  readonly key: string
  readonly file?: string
  /** `placeholder`: a value like `<configure me>` stands there; it counts as missing. `refused`: a vault does not give it. */
  readonly outcome: 'found' | 'absent' | 'placeholder' | 'refused'
  /** Why it was refused. */
  readonly reason?: string
  /** Dotted key of what was asked for; looks for one value have the same. Absent: of an earlier version. */
  readonly asked?: string
}
