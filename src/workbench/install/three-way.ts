/** What is known of one file or part, as hashes. */
export interface Known {
  /** What is there; undefined: nothing. */
  readonly present: string | undefined
  readonly wanted: string
  /** What we wrote the last time. */
  readonly recorded: string | undefined
  /** Whether its file is there: who takes a part out of a file did so on purpose, a file may not have come along with a clone. */
  readonly hasFile: boolean
  readonly overwrite: boolean
}

/** What becomes of a file or part. */
export type Verdict = 'same' | 'write' | 'taken out by hand' | 'edited by hand' | 'was there already'

/** What we wrote and nobody changed is brought up to date; what a person did stays, unless they say otherwise. */
export function threeWay({ present, wanted, recorded, hasFile, overwrite }: Known): Verdict {
  if (present === wanted) return 'same'
  if (overwrite || present === recorded) return 'write'
  if (present === undefined) return hasFile ? 'taken out by hand' : 'write'
  return recorded === undefined ? 'was there already' : 'edited by hand'
}
