/** A part as it stands in a file, and the file with it as wanted. */
export interface FoundPart {
  /** Hash of what is there; undefined: it is not there. */
  readonly present: string | undefined
  /** Hash of what is wanted. */
  readonly wanted: string
  /** The text of the file with the wanted part. */
  write(): string
}

/** A file that cannot be changed without harm, and what to add to it by hand. */
export interface Refusal {
  readonly refused: string
  readonly add: string
}
