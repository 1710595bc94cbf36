import type { DataType } from '../../values/kinds.ts'
import { inPortions } from './in-portions.ts'
import type { Subject, SubjectColumn } from './subject.ts'
import { wholeBounds } from './whole-bounds.ts'

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
/** Distinct values are kept in memory, of which a sealed DuckDB has little. */
const DISTINCT_AT_ONCE = 20
const NUMBERS: readonly DataType[] = ['bigint', 'double', 'decimal', 'wei']
const BOUNDED: readonly DataType[] = [...NUMBERS, 'timestamp', 'date', 'time']

type Measure = 'filled' | 'min' | 'max' | 'mean' | 'longest' | 'empty'

/** Counts, bounds and means of all columns. */
export async function columnFacts(
  subject: Subject,
): Promise<{ readonly sampled: number; readonly columns: readonly ColumnFacts[] }> {
  let sampled = 0
  // A sample may be another one in each statement, so what is compared comes from one.
  const told: { readonly rows: number; readonly of: ReadonlyMap<Measure, unknown> }[] = []
  for (const portion of inPortions(subject.columns, COLUMNS_AT_ONCE)) {
    const asked = portion.map(measuresOf)
    const [count, ...values] = await oneRow(subject, ['COUNT(*)', ...asked.flatMap((one) => [...one.values()])])
    sampled = Number(count ?? 0)
    for (const one of asked) {
      told.push({ rows: sampled, of: new Map([...one.keys()].map((measure) => [measure, values.shift()])) })
    }
  }
  const distinct = await distinctValues(subject)
  // Of a sample the bounds would be none.
  const bounds = await wholeBounds(subject, (column) => BOUNDED.includes(column.dataType))
  const columns = subject.columns.map(({ dataType: kind, name }, i): ColumnFacts => {
    const { rows = 0, of } = told[i] ?? {}
    const filled = Number(of?.get('filled') ?? 0)
    const [min, max] = bounds.get(name) ?? [of?.get('min'), of?.get('max')]
    const [mean, longest, empty] = (['mean', 'longest', 'empty'] as const).map((measure) => numberOf(of?.get(measure)))
    return {
      kind,
      filled,
      nulls: rows - filled,
      distinct: distinctOf(filled, distinct[i]),
      ...(isThere(min) && { min: String(min) }),
      ...(isThere(max) && { max: String(max) }),
      ...(mean !== undefined && { mean }),
      ...(longest !== undefined && { longest }),
      ...(empty !== undefined && { empty }),
    }
  })
  return { sampled, columns }
}

/** What is asked of a column, by what it tells. */
function measuresOf({ quoted, dataType }: SubjectColumn): ReadonlyMap<Measure, string> {
  const measures: (readonly [Measure, string])[] = [['filled', `COUNT(${quoted})`]]
  if (BOUNDED.includes(dataType) || dataType === 'text') {
    measures.push(['min', `MIN(${quoted})`], ['max', `MAX(${quoted})`])
  }
  if (NUMBERS.includes(dataType)) measures.push(['mean', `CAST(AVG(${quoted}) AS DOUBLE PRECISION)`])
  if (dataType === 'text') {
    measures.push(['longest', `MAX(LENGTH(${quoted}))`], ['empty', `SUM(CASE WHEN ${quoted} = '' THEN 1 ELSE 0 END)`])
  }
  return new Map(measures)
}

interface Distinct {
  readonly distinct: number
  /** Values among which they were counted. */
  readonly among: number
}

async function distinctValues(subject: Subject): Promise<readonly Distinct[]> {
  const counts: Distinct[] = []
  for (const portion of inPortions(subject.columns, DISTINCT_AT_ONCE)) {
    const asked = portion.flatMap(({ quoted, dataType }) => {
      // Documents cannot be compared everywhere.
      const compared = dataType === 'json' ? `CAST(${quoted} AS VARCHAR)` : quoted
      return [`COUNT(DISTINCT ${compared})`, `COUNT(${quoted})`]
    })
    const values = (await oneRow(subject, asked)).map(Number)
    for (const [i] of portion.entries()) {
      counts.push({ distinct: values[2 * i] ?? 0, among: values[2 * i + 1] ?? 0 })
    }
  }
  return counts
}

/** As many as there are values only where each was there once. */
function distinctOf(filled: number, { distinct, among }: Distinct = { distinct: 0, among: 0 }): number {
  return distinct < among ? Math.min(distinct, Math.max(filled - 1, 0)) : filled
}

async function oneRow(subject: Subject, expressions: readonly string[]): Promise<readonly unknown[]> {
  return (await subject.read(`SELECT ${expressions.join(', ')} FROM ${subject.source}`)).rows[0] ?? []
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined
}

function numberOf(value: unknown): number | undefined {
  return isThere(value) && Number.isFinite(Number(value)) ? Number(value) : undefined
}
