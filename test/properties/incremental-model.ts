/** A row of a source that grows; its id makes it different from all others. */
export interface Row {
  readonly id: number
  readonly at: number | null
}

/** One source as it is read by run after run, and how it is read. */
export interface Growing {
  /** What each run finds new; rows may come late, at or below what was seen already. */
  readonly arrivals: readonly (readonly Row[])[]
  readonly last: 'max' | 'min'
  readonly initial: number | undefined
  readonly end: number | undefined
  readonly lag: number | undefined
  readonly openStart: boolean
  readonly closedEnd: boolean
  readonly missing: 'include' | 'exclude'
  readonly rowOrder: 'asc' | 'desc' | undefined
  /** Rows a page, by turns. */
  readonly pages: readonly number[]
}

/** The ids that each run has to load: every row from where the run begins, unless an earlier run had it. */
export function loadedByRun(growing: Growing): readonly (readonly number[])[] {
  const { initial, end, lag, openStart, missing } = growing
  const sign = growing.last === 'max' ? 1 : -1
  // From here on larger is later.
  const turned = (value: number | undefined) => (value === undefined ? undefined : value * sign)
  let last = turned(initial)
  const loaded = new Set<number>()
  const source: Row[] = []
  return growing.arrivals.map((arrivals) => {
    source.push(...arrivals)
    let start = end === undefined ? last : turned(initial)
    if (start !== undefined && lag !== undefined && end === undefined) {
      start -= lag
      const first = turned(initial)
      if (first !== undefined && start < first) start = first
    }
    const isTaken = ({ id, at }: Row) => {
      if (at === null) return missing === 'include'
      const value = at * sign
      const until = turned(end)
      if (until !== undefined && (value > until || (value === until && !growing.closedEnd))) return false
      if (start === undefined || value > start) return true
      if (value < start || openStart) return false
      return lag !== undefined || end !== undefined || !loaded.has(id)
    }
    const taken = source.filter(isTaken)
    for (const { id, at } of taken) {
      loaded.add(id)
      if (at !== null && (last === undefined || at * sign > last)) last = at * sign
    }
    return taken.map(({ id }) => id)
  })
}
