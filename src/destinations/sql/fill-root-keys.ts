import { keyColumns, parentOf, rowKey, type StagedChain } from './staged-chain.ts'

/** Gives nested rows that were loaded without the row key of their root that key, level by level from their parents. */
export function fillRootKeys(chain: StagedChain, tables: ReadonlySet<string>): readonly string[] {
  return chain.nested
    .filter(({ table }) => tables.has(table.name))
    .flatMap((one) => {
      const [root] = keyColumns(chain, one, 'root_key')
      const [link] = keyColumns(chain, one, 'parent_key')
      const parent = parentOf(chain, one)
      const above = parent === chain.root ? rowKey(chain, parent) : keyColumns(chain, parent, 'root_key')[0]
      if (root === undefined || link === undefined || above === undefined) return []
      const key = rowKey(chain, parent)
      return [
        `UPDATE ${one.target} AS d SET ${root} = p.${above} FROM ${parent.target} AS p WHERE d.${link} = p.${key} AND d.${root} IS NULL`,
      ]
    })
}
