import { TolvaError } from '../../errors/tolva-error.ts'
import type { DataType } from '../../values/kinds.ts'
import { inPortions } from './in-portions.ts'
import type { Subject, SubjectColumn } from './subject.ts'

/** What was counted of a column. */
export interface ColumnFacts {
  readonly kind: DataType
  readonly filled: number
  readonly nulls: number
  readonly distinct: number
  readonly min?: string
  readonly max?: string
  readonly mean?: number
  /** Characters of the longest text. */
  readonly longest?: number
  /** Texts without a character. */
  readonly empty?: number
}

/** PostgreSQL takes 1,664 expressions. */
const COLUMNS_AT_ONCE = 150
/** Not worth more of anybody's time. */
const BOUNDS_SECONDS = 8
const NUMBERS: readonly DataType[] = ['bigint', 'double', 'decimal', 'wei']
const BOUNDED: readonly DataType[] = [...NUMBERS, 'timestamp', 'date', 'time']

type Measure = 'filled' | 'distinct' | 'min' | 'max' | 'mean' | 'longest' | 'empty'

/** Counts, bounds and means of all columns, in one statement for most tables. */
export async function columnFacts(
  subject: Subject,
): Promise<{ readonly sampled: number; readonly columns: readonly ColumnFacts[] }> {
  let sampled = 0
  const columns: ColumnFacts[] = []
  for (const portion of inPortions(subject.columns, COLUMNS_AT_ONCE)) {
    const asked = portion.map(measuresOf)
    const { rows } = await subject.read(
      `SELECT ${['COUNT(*)', ...asked.flatMap((measures) => [...measures.values()])].join(', ')} FROM ${subject.source}`,
    )
    const [count, ...values] = rows[0] ?? []
    sampled = Number(count ?? 0)
    for (const [i, column] of portion.entries()) {
      const measures = [...(asked[i]?.keys() ?? [])]
      columns.push(
        factsOf(column, new Map(values.splice(0, measures.length).map((value, j) => [measures[j], value])), sampled),
      )
    }
  }
  return { sampled, columns: await withBounds(subject, columns) }
}

/** What is asked of a column, by what it tells. */
function measuresOf({ quoted, dataType }: SubjectColumn): ReadonlyMap<Measure, string> {
  const counted = dataType === 'json' ? `CAST(${quoted} AS VARCHAR)` : quoted
  const measures: (readonly [Measure, string])[] = [
    ['filled', `COUNT(${quoted})`],
    ['distinct', `COUNT(DISTINCT ${counted})`],
  ]
  if (BOUNDED.includes(dataType) || dataType === 'text')
    measures.push(['min', `MIN(${quoted})`], ['max', `MAX(${quoted})`])
  if (NUMBERS.includes(dataType)) measures.push(['mean', `CAST(AVG(${quoted}) AS DOUBLE PRECISION)`])
  if (dataType === 'text') {
    measures.push(['longest', `MAX(LENGTH(${quoted}))`], ['empty', `SUM(CASE WHEN ${quoted} = '' THEN 1 ELSE 0 END)`])
  }
  return new Map(measures)
}

function factsOf(
  { dataType: kind }: SubjectColumn,
  told: ReadonlyMap<Measure | undefined, unknown>,
  rows: number,
): ColumnFacts {
  const filled = Number(told.get('filled') ?? 0)
  const text = (measure: Measure) => {
    const value = told.get(measure)
    return value === null || value === undefined ? {} : { [measure]: String(value) }
  }
  const number = (measure: Measure) => {
    const value = told.get(measure)
    return value === null || value === undefined || !Number.isFinite(Number(value)) ? {} : { [measure]: Number(value) }
  }
  return {
    kind,
    filled,
    nulls: rows - filled,
    distinct: Number(told.get('distinct') ?? 0),
    ...text('min'),
    ...text('max'),
    ...number('mean'),
    ...number('longest'),
    ...number('empty'),
  }
}

/** Of a sample the bounds would be none: numbers and times get those of the whole table, where that can be had soon. */
async function withBounds(subject: Subject, facts: readonly ColumnFacts[]): Promise<readonly ColumnFacts[]> {
  const bounded = subject.columns.flatMap((column, i) => (BOUNDED.includes(column.dataType) ? [{ ...column, i }] : []))
  if (subject.whole === undefined || bounded.length === 0 || bounded.length > COLUMNS_AT_ONCE) return facts
  const asked = bounded.flatMap(({ quoted }) => [`MIN(${quoted})`, `MAX(${quoted})`])
  try {
    const { rows } = await subject.read(`SELECT ${asked.join(', ')} FROM ${subject.whole}`, { seconds: BOUNDS_SECONDS })
    const values = rows[0] ?? []
    const all = [...facts]
    for (const [at, { i }] of bounded.entries()) {
      const before = all[i]
      const [min, max] = [values[at * 2], values[at * 2 + 1]]
      if (before === undefined || min === null || min === undefined) continue
      all[i] = { ...before, min: String(min), max: String(max) }
    }
    return all
  } catch (error) {
    if (error instanceof TolvaError && error.code === 'query_timeout') return facts
    throw error
  }
}
