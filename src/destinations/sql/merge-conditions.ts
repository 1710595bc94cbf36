import { keyColumns, rowKey, type StagedChain } from './staged-chain.ts'

/** Holds for the staged root rows that take part; undefined: all do. */
export function sourceFilter({ root }: StagedChain): string | undefined {
  const text = root.table['x-merge-source-filter']
  return typeof text === 'string' && text !== '' ? unescaped(text) : undefined
}

/** Holds for the rows at the destination that a merge may delete or retire; undefined: none is given. */
export function destinationScope({ root }: StagedChain): string | undefined {
  const text = root.table['x-merge-destination-scope']
  if (typeof text !== 'string' || text === '') return undefined
  return unescaped(text, { table: root.target, staging_table: root.staging })
}

/** Row keys of the staged root rows that take part, as a select. */
export function stagedRoots(chain: StagedChain, ...conditions: readonly (string | undefined)[]): string {
  const where = [sourceFilter(chain), ...conditions].filter((one) => one !== undefined).map((one) => `(${one})`)
  return `SELECT ${rowKey(chain, chain.root)} FROM ${chain.root.staging}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
}

/** That a root row at the destination has equals in these columns among the staged rows that take part. */
export function isStaged(chain: StagedChain, columns: readonly string[]): string {
  const { target, staging } = chain.root
  const filter = sourceFilter(chain)
  const from = filter === undefined ? staging : `(SELECT * FROM ${staging} WHERE ${filter})`
  const equal = columns.map((column) => `s.${column} = ${target}.${column}`).join(' AND ')
  return `EXISTS (SELECT 1 FROM ${from} AS s WHERE ${equal})`
}

/** Which root rows may go because they are absent: the destination scope, else those whose merge key is staged, else all. */
export function absentScope(chain: StagedChain): readonly string[] {
  const scope = destinationScope(chain)
  if (scope !== undefined) return [`(${scope})`]
  const mergeKey = keyColumns(chain, chain.root, 'merge_key')
  return mergeKey.length > 0 ? [isStaged(chain, mergeKey)] : []
}

/** Placeholders in braces filled in; doubled braces stand for one. */
function unescaped(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\{\{|\}\}|\{(\w+)\}/g, (whole, name: string | undefined) =>
    name === undefined ? whole.slice(1) : (values[name] ?? whole),
  )
}
