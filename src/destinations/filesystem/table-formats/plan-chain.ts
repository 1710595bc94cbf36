import { join } from 'node:path'
import type { StagedJob } from '../../../contracts/destination.ts'
import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import type { ChainTable, ChainWork } from './commit-chain.ts'
import { planMerge } from './plan-merge.ts'
import { stagedRows } from './staged-rows.ts'
import type { LiveFile } from './table-format.ts'

/** What a table is to get. */
export interface PlannedTable extends ChainTable {
  /** All columns of the rows that come. */
  readonly select: string
  readonly remove: readonly LiveFile[]
  /** Job files whose rows all come, and no others; undefined: that is for the merge to say. */
  readonly jobs: readonly StagedJob[] | undefined
  /** A local folder for its new files. */
  readonly folder: string
}

/** Works out for each table that lacks the load which of its files go and which rows come. */
export async function planChain(
  work: ChainWork,
  connection: DuckDbConnection,
  tables: readonly ChainTable[],
): Promise<readonly PlannedTable[]> {
  const jobs = Map.groupBy(work.change.jobs, ({ job }) => job.table)
  const parts = tables.map((one, index) => {
    const own = jobs.get(one.table.name) ?? []
    const select = stagedRows(one.table, one.open.snapshot.columns, own)
    const remove = work.change.mode === 'replace' || one.restarted ? one.open.snapshot.files : []
    return { ...one, select, remove, jobs: own, folder: join(work.folder, String(index)) }
  })
  return work.change.mode === 'merge' ? planMerge(work, connection, parts) : parts.filter(({ done }) => !done)
}
