import { TolvaError } from '../../errors/tolva-error.ts'
import type { Subject, SubjectColumn } from './subject.ts'

/** Not worth more of anybody's time. */
const SECONDS = 8
const MOST_COLUMNS = 150

/**
 * The smallest and largest values of the whole table where only a sample of it is looked at, by column. Empty where it is no
 * sample, or that would take too long.
 */
export async function wholeBounds(
  subject: Subject,
  isBounded: (column: SubjectColumn) => boolean,
): Promise<ReadonlyMap<string, readonly [unknown, unknown]>> {
  const bounded = subject.columns.filter(isBounded)
  if (subject.whole === undefined || bounded.length === 0 || bounded.length > MOST_COLUMNS) return new Map()
  const asked = bounded.flatMap(({ quoted }) => [`MIN(${quoted})`, `MAX(${quoted})`])
  try {
    const { rows } = await subject.read(`SELECT ${asked.join(', ')} FROM ${subject.whole}`, { seconds: SECONDS })
    const values = rows[0] ?? []
    return new Map(bounded.map(({ name }, i) => [name, [values[2 * i], values[2 * i + 1]]]))
  } catch (error) {
    if (error instanceof TolvaError && error.code === 'query_timeout') return new Map()
    throw error
  }
}
