import type { DatasetSession } from './session.ts'
import { distinctKey, type StagedChain } from './staged-chain.ts'

/** Tables of a staged chain in which several rows have one key. Asking costs less than numbering the rows of each key. */
export async function repeatedKeys(
  { connection }: Pick<DatasetSession, 'connection'>,
  chain: StagedChain,
): Promise<ReadonlySet<string>> {
  const repeated = new Set<string>()
  for (const one of [chain.root, ...chain.nested]) {
    const key = distinctKey(chain, one).join(', ')
    if (key === '') continue
    const sql = `SELECT 1 FROM ${one.staging} GROUP BY ${key} HAVING count(*) > 1 LIMIT 1`
    if ((await connection.rows(sql)).length > 0) repeated.add(one.table.name)
  }
  return repeated
}
