import { quoteName } from '../sql/quote-name.ts'
import { askAll, type Told } from './ask-all.ts'
import type { CheckFacts } from './check.ts'
import { type KeySlice, ROWS_AT_ONCE, slicesOf } from './key-slices.ts'
import type { Key } from './table-keys.ts'
import type { TableThere } from './tables-there.ts'

/** What is wrong with a key in the rows that were compared. */
export interface KeyFaults {
  readonly key: Key
  readonly of: TableThere
  /** Rows without it. */
  readonly nulls: number
  /** Values that several rows have, and how many rows are too many. */
  readonly doubled: number
  readonly surplus: number
  /** The part of the values that was compared: 1 is all. */
  readonly compared: number
  /** Why the others were not; absent: there was no time left. */
  readonly tooSlow?: string
}

interface TableKey {
  readonly key: Key
  readonly of: TableThere
}

/** Looks for values that stand twice and for rows without any: many small tables at once, a large one slice by slice. */
export async function keyFaults(
  facts: CheckFacts,
  keys: readonly TableKey[],
  until: number,
): Promise<readonly KeyFaults[]> {
  const sliced = keys.map(({ key, of }) => ({ key, of, slices: slicesOf(key, of) }))
  const answers = await askAll(facts, {
    // First of each table, so that none is passed over because another is large.
    questions: sliced.flatMap(({ slices }) => slices).toSorted((a, b) => a.of.rows - b.of.rows),
    weight: ({ rows }) => rows / ROWS_AT_ONCE,
    // What is united has the same types, so that no value changes on the way.
    kind: ({ key, of }) => key.columns.map((name) => of.table.columns.get(name)?.data_type).join(),
    sql: faultsSql,
    maxRows: 1,
    until,
  })
  return sliced.map(({ key, of, slices }) => ({
    key,
    of,
    ...summed(slices.map((slice) => answers.get(slice))),
  }))
}

function summed(told: readonly (Told | undefined)[]) {
  const rows = told.flatMap((one) => (one !== undefined && 'rows' in one ? [one.rows] : []))
  const slow = told.find((one) => one !== undefined && 'tooSlow' in one)
  const sum = (column: number) => rows.reduce((all, [row]) => all + Number(row?.[column] ?? 0), 0)
  return {
    doubled: sum(0),
    surplus: sum(1),
    nulls: sum(2),
    compared: rows.length / told.length,
    ...(slow !== undefined && 'tooSlow' in slow && { tooSlow: slow.tooSlow }),
  }
}

/** One row for each slice with a fault: doubled values, rows too many, rows without a value. */
function faultsSql(slices: readonly KeySlice[]): string {
  const names = slices[0]?.key.columns.map((_, at) => `k${at}`) ?? []
  const rows = slices.map(({ key, of, where }, at) => {
    const columns = key.columns.map((name, index) => `${quoteName(name)} AS k${index}`).join(', ')
    return `SELECT ${at} AS slice, ${columns} FROM ${quoteName(of.table.name)} WHERE ${where}`
  })
  const isNull = names.map((name) => `${name} IS NULL`).join(' OR ')
  const keys = `SELECT slice, COUNT(*) AS n, CASE WHEN ${isNull} THEN 1 ELSE 0 END AS empty FROM (${rows.join(' UNION ALL ')}) AS compared GROUP BY slice, ${names.join(', ')} HAVING COUNT(*) > 1 OR ${isNull}`
  return `SELECT slice, SUM(1 - empty), SUM((1 - empty) * (n - 1)), SUM(empty * n) FROM (${keys}) AS faults GROUP BY slice`
}
