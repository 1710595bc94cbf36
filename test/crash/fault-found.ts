/** Something that must not be. */
export interface FaultFound {
  readonly kind: 'lost' | 'doubled' | 'wrong' | 'orphan' | 'unrecorded' | 'left behind' | 'stuck' | 'failed'
  readonly count: number
  readonly what: string
}
