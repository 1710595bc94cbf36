import { checkTable } from './check-table.ts'
import { commitChain } from './commit-chain.ts'
import type { TableFormat } from './table-format.ts'
import type { TableLog } from './table-log.ts'

/** A table format by its log, with what is its own. */
export function formatOfLog(log: TableLog, own: Pick<TableFormat, 'snapshot' | 'withdraw'>): TableFormat {
  return {
    name: log.name,
    mergeStrategies: log.mergeStrategies,
    check: (table) => checkTable(log, table),
    commit: (place, change) => commitChain(log, place, change),
    drop: (place, table) => place.bucket.storage.deletePrefix(place.folderOf(table)),
    ...own,
  }
}
