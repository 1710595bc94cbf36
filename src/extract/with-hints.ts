import type { Hints } from '../contracts/resource.ts'

/** A row together with hints of its own; made by `withHints`. */
export class HintedRow {
  readonly row: unknown
  readonly hints: Hints
  readonly variant: boolean

  constructor(row: unknown, hints: Hints, variant: boolean) {
    this.row = row
    this.hints = hints
    this.variant = variant
  }
}

/**
 * A row that changes the hints of its resource from here on; yield it among other rows. Steps such as `map` come before.
 * @param options.variant true: the hints, with a `tableName` among them, are for this row's table only. Default false.
 */
export function withHints(row: unknown, hints: Hints, options: { readonly variant?: boolean } = {}): HintedRow {
  return new HintedRow(row, hints, options.variant ?? false)
}
