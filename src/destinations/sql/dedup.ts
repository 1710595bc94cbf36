import { columnsWith } from '../../schema/column-props.ts'
import { allColumns, distinctKey, mayRepeat, type StagedChain, type StagedTable } from './staged-chain.ts'

export interface Distinct {
  readonly from: string
  readonly columns: readonly string[]
  /** Quoted columns of which each combination stays once; empty: all rows stay. */
  readonly by: readonly string[]
  /** Decides which row stays; default: any. */
  readonly order?: string | undefined
  /** Applied to what stays. */
  readonly where: string
}

/** A select of the rows that stay, then filtered: a deleted row wins over older ones before it is left out. */
export function selectDistinct({ from, columns, by, order, where }: Distinct): string {
  const names = columns.join(', ')
  if (by.length === 0) return `SELECT ${names} FROM ${from} WHERE ${where}`
  const numbered = `SELECT *, ROW_NUMBER() OVER (PARTITION BY ${by.join(', ')} ORDER BY ${order ?? '(SELECT NULL)'}) AS _dlt_dedup_rn FROM ${from}`
  return `SELECT ${names} FROM (${numbered}) AS _dlt_dedup_numbered WHERE _dlt_dedup_rn = 1 AND ${where}`
}

/** The order of the root's `dedup_sort` column; undefined where it has none. */
export function dedupOrder({ root, dialect }: StagedChain): string | undefined {
  const [name] = columnsWith(root.table, 'dedup_sort')
  if (name === undefined) return undefined
  return `${dialect.quote(name)} ${root.table.columns.get(name)?.dedup_sort === 'asc' ? 'ASC' : 'DESC'}`
}

/** Staged rows to select from, one a key; `from` holds them with all columns. */
export function oneOfEachKey(chain: StagedChain, one: StagedTable, from: string): string {
  if (!mayRepeat(chain, one)) return from
  const order = one === chain.root ? dedupOrder(chain) : undefined
  const columns = allColumns(chain, one)
  return `(${selectDistinct({ from: `${from} AS _dlt_dedup_staged`, columns, by: distinctKey(chain, one), order, where: 'TRUE' })})`
}
