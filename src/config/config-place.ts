/** One kind of place where values are looked for. */
export interface ConfigPlace {
  readonly name: string
  /** false: a secret found here is an error. */
  readonly holdsSecrets: boolean
  /** true: nothing can be found here, so it is not asked. */
  readonly empty: boolean
  /** The path as it is written in this place. */
  keyOf(path: readonly string[]): string
  find(path: readonly string[], secret: boolean): Promise<FoundValue | undefined>
}

export interface FoundValue {
  readonly value: unknown
  /** The file that holds it, absolute; absent where it is not a file. */
  readonly file?: string
}

/** One look in one place; never the value. */
export interface LookupTrace {
  readonly place: string
  readonly key: string
  readonly file?: string
  /** `placeholder`: a value like `<configure me>` stands there; it counts as missing. */
  readonly outcome: 'found' | 'absent' | 'placeholder'
}
