import type { ColumnFacts } from './column-facts.ts'
import { inPortions } from './in-portions.ts'
import type { Subject } from './subject.ts'

/** A value and how often it is there. */
export interface Frequent {
  readonly value: string
  readonly count: number
}

/** More than are shown: what is odd about them shows in the lesser ones. */
const MOST = 20
/** Engines keep the groups of all of them at once. */
const COLUMNS_AT_ONCE = 20

/** The most frequent values by column; of columns in which every value is there once, none. */
export async function frequentValues(
  subject: Subject,
  facts: readonly ColumnFacts[],
): Promise<ReadonlyMap<string, readonly Frequent[]>> {
  const asked = subject.columns.filter(({ dataType }, i) => {
    const { filled = 0, distinct = 0 } = facts[i] ?? {}
    return dataType !== 'binary' && dataType !== 'json' && distinct > 0 && distinct < filled
  })
  const found = new Map<string, Frequent[]>()
  for (const portion of inPortions(asked, COLUMNS_AT_ONCE)) {
    const selects = portion.map(
      ({ quoted }, i) =>
        `(SELECT ${i} AS i, CAST(${quoted} AS VARCHAR) AS v, COUNT(*) AS n FROM ${subject.source} ` +
        `WHERE ${quoted} IS NOT NULL GROUP BY ${quoted} ORDER BY 3 DESC, 2 LIMIT ${MOST})`,
    )
    for (const [i, value, count] of (await subject.read(selects.join(' UNION ALL '))).rows) {
      const name = portion[Number(i)]?.name
      if (name === undefined) continue
      found.set(name, [...(found.get(name) ?? []), { value: String(value), count: Number(count) }])
    }
  }
  // A union has no order of its own.
  for (const list of found.values()) list.sort((a, b) => b.count - a.count)
  return found
}
