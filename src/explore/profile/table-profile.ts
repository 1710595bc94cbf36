/** What a table holds, column by column. Values are texts as they are shown. */
export interface TableProfile {
  readonly table: string
  readonly rows: number
  /** Less than `rows`: only so many were looked at. */
  readonly sampled: number
  readonly columns: readonly ColumnProfile[]
}

export interface ColumnProfile {
  readonly name: string
  /** The engine's. */
  readonly type: string
  readonly nulls: number
  readonly distinct: number
  /** true: `distinct` is an estimate. */
  readonly approximate: boolean
  readonly min?: string
  readonly max?: string
  readonly mean?: number
  /** The most frequent values; none where every value is there once. */
  readonly top: readonly { readonly value: string; readonly count: number }[]
  /** What looks like data about people. */
  readonly personal?: PersonalData
  /** What is odd: constant, all null, numbers as text, … */
  readonly remarks: readonly string[]
}

export interface PersonalData {
  /** `email`, `phone`, `name`, `address`, `ip`, `card`, `iban`, … */
  readonly kind: string
  readonly why: string
}
