import { oneOfEachKey } from './dedup.ts'
import { hardDelete } from './hard-delete.ts'
import { allColumns, keyColumns, rowKey, type StagedChain, type StagedTable } from './staged-chain.ts'

/** Inserts root rows whose primary key, and nested rows whose row key, is not there yet. What is there stays as it is. */
export function insertOnly(chain: StagedChain): readonly string[] {
  return [
    insertAbsent(chain, chain.root, {
      key: keyColumns(chain, chain.root, 'primary_key'),
      where: hardDelete(chain)?.alive,
    }),
    ...chain.nested.map((one) => insertAbsent(chain, one, { key: [rowKey(chain, one)] })),
  ]
}

function insertAbsent(
  chain: StagedChain,
  one: StagedTable,
  { key, where }: { readonly key: readonly string[]; readonly where?: string | undefined },
): string {
  const columns = allColumns(chain, one)
  const equal = key.map((column) => `d.${column} = s.${column}`).join(' AND ')
  const absent = `NOT EXISTS (SELECT 1 FROM ${one.target} AS d WHERE ${equal})`
  const select = columns.map((column) => `s.${column}`).join(', ')
  const rows = where === undefined ? one.staging : `(SELECT * FROM ${one.staging} WHERE ${where})`
  const from = oneOfEachKey(chain, one, rows)
  return `INSERT INTO ${one.target} (${columns.join(', ')}) SELECT ${select} FROM ${from} AS s WHERE ${absent}`
}
