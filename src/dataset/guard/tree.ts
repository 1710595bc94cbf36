/** A part of a statement's tree, as DuckDB writes it down. */
export type TreeNode = Readonly<Record<string, unknown>>

/** Whether it is a part with keys. */
export function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text of a node; empty: there is none. */
export function textOf(node: TreeNode, key: string): string {
  const value = node[key]
  return typeof value === 'string' ? value : ''
}

/** The parts in a list of a node. */
export function nodesOf(node: TreeNode, key: string): readonly TreeNode[] {
  const value = node[key]
  return Array.isArray(value) ? value.filter(isNode) : []
}
