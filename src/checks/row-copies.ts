import { quoteName } from '../sql/quote-name.ts'
import { askAll, type Told } from './ask-all.ts'
import type { CheckFacts } from './check.ts'
import type { TableThere } from './tables-there.ts'

/** Rows of a table without a key that are compared with each other. */
const SAMPLE = 100_000
/** Whole rows are compared, so fewer go together than of keys. */
const ROWS_AT_ONCE = 200_000

/** Exact copies among the first rows of tables that have no key: how many, of how many; of a table that is missing it is not known. */
export async function rowCopies(
  facts: CheckFacts,
  tables: readonly TableThere[],
  until: number,
): Promise<ReadonlyMap<TableThere, Told>> {
  return askAll(facts, {
    questions: tables,
    weight: ({ rows }) => Math.min(rows, SAMPLE) / ROWS_AT_ONCE,
    sql: (some) => some.map(copiesSql).join(' UNION ALL '),
    maxRows: 1,
    until,
  })
}

function copiesSql({ table, columns }: TableThere, at: number): string {
  const names = columns.map(({ name }) => quoteName(name)).join(', ')
  const some = `SELECT ${names} FROM ${quoteName(table.name)} LIMIT ${SAMPLE}`
  const groups = `SELECT COUNT(*) AS n FROM (${some}) AS compared GROUP BY ${names}`
  return `SELECT ${at} AS at, COALESCE(SUM(n - 1), 0) AS copies, COALESCE(SUM(n), 0) AS seen FROM (${groups}) AS alike`
}
