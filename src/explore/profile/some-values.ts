import { inPortions } from './in-portions.ts'
import type { Subject } from './subject.ts'

/** Values of a column that are looked at for what they say. */
const PER_COLUMN = 200
const COLUMNS_AT_ONCE = 60
const CHARACTERS = 300

/** Some values of each column of texts or documents, none of them null. */
export async function someValues(subject: Subject): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = subject.columns.filter(({ dataType }) => dataType === 'text' || dataType === 'json')
  const found = new Map<string, string[]>()
  for (const portion of inPortions(asked, COLUMNS_AT_ONCE)) {
    const selects = portion.map(
      ({ quoted }, i) =>
        `(SELECT ${i} AS i, SUBSTRING(CAST(${quoted} AS VARCHAR), 1, ${CHARACTERS}) AS v FROM ${subject.source} ` +
        `WHERE ${quoted} IS NOT NULL LIMIT ${PER_COLUMN})`,
    )
    for (const [i, value] of (await subject.read(selects.join(' UNION ALL '))).rows) {
      const name = portion[Number(i)]?.name
      if (name === undefined) continue
      const values = found.get(name) ?? []
      values.push(String(value))
      found.set(name, values)
    }
  }
  return found
}
