/** A choice for the configuration, and what in the document speaks for it. */
export interface Guess<T> {
  readonly value: T
  readonly reason: string
}
