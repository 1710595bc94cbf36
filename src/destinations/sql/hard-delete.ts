import { keyColumns, type StagedChain } from './staged-chain.ts'

export interface HardDelete {
  /** Holds for a staged root row that says that it is gone. */
  readonly deleted: string
  readonly alive: string
}

/**
 * Conditions of the root's `hard_delete` column; undefined where it has none. A bool says it by true, any other type by not
 * being null.
 * @param alias Stands before the column: `s.`.
 */
export function hardDelete(chain: StagedChain, alias = ''): HardDelete | undefined {
  const [column] = keyColumns(chain, chain.root, 'hard_delete')
  if (column === undefined) return undefined
  const name = `${alias}${column}`
  const isBool = [...chain.root.table.columns.values()].some((one) => one.hard_delete && one.data_type === 'bool')
  return isBool
    ? { deleted: `(${name} IS TRUE)`, alive: `(${name} IS NOT TRUE)` }
    : { deleted: `(${name} IS NOT NULL)`, alive: `(${name} IS NULL)` }
}
