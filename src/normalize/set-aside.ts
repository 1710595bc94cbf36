/** What was kept out, mostly by a contract. */
export interface Discard {
  readonly table: string
  /** Absent: the whole table was refused. */
  readonly column?: string
  readonly reason: string
  /** Whether a contract took the row, with all below it, or one value of it. */
  readonly mode?: 'discard_row' | 'discard_value'
}

export interface CountedDiscard extends Discard {
  readonly count: number
}

/** Counts what is set aside, root row by root row: what belongs to a row that is written again counts once. */
export class SetAside {
  readonly #totals = new Map<string, CountedDiscard>()
  #row = new Map<string, CountedDiscard>()

  add(what: Discard, count = 1): void {
    addTo(this.#row, { ...what, count })
  }

  /** Counts what no single root row lost: rows or values of a file. */
  addTotal(what: Discard, count = 1): void {
    if (count > 0) addTo(this.#totals, { ...what, count })
  }

  /** Ends a root row and returns what was set aside of it. */
  endRow(): readonly CountedDiscard[] {
    if (this.#row.size === 0) return []
    const row = [...this.#row.values()]
    for (const one of row) addTo(this.#totals, one)
    this.#row = new Map()
    return row
  }

  /** Forgets the root row, which will be written again. */
  forgetRow(): void {
    if (this.#row.size > 0) this.#row = new Map()
  }

  get totals(): readonly CountedDiscard[] {
    return [...this.#totals.values()]
  }
}

function addTo(counts: Map<string, CountedDiscard>, what: CountedDiscard): void {
  const key = JSON.stringify([what.table, what.column, what.reason, what.mode])
  counts.set(key, { ...what, count: (counts.get(key)?.count ?? 0) + what.count })
}
