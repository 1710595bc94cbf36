import { KIND } from './layout.ts'
import { KeyNode, type ListNode } from './plan.ts'
import type { ColumnSlot, TableState } from './table-state.ts'

/** True where the kernel may write lexemes straight into the column. */
const kernelWrites = (slot: ColumnSlot): boolean =>
  slot.builder.kind !== KIND.OPAQUE && slot.builder.role === undefined && !slot.column.name.startsWith('_dlt_')

/**
 * After a value of a key went into a column: the kernel may do the same next time, unless the value took a variant, the
 * column is not the kernel's, or two keys share it (then the order within the row decides, and both stop).
 */
export function learnColumn(state: TableState, node: KeyNode, { slot, name }: Learnt): void {
  if (slot.column.name !== name || node.column === slot.builder) return
  if (!kernelWrites(slot)) node.stop = true
  else if (claimColumn(state, name, node)) node.setColumn(slot.builder)
}

/** After a null of a key: it gives nothing next time, too, unless another key's value would stand in its column. */
export function learnNull(state: TableState, node: KeyNode | undefined, name: string): void {
  if (node === undefined || !claimColumn(state, name, node)) return
  if (state.stored?.columns.get(name)?.nullable !== false) node.allowNull()
}

/** After a scalar of a list went into the `value` column. */
export function learnScalar(state: TableState, list: ListNode, { slot, name }: Learnt): void {
  if (slot.column.name !== name || list.scalar === slot.builder) return
  if (!kernelWrites(slot)) list.stop = true
  else if (claimColumn(state, name, list)) list.setScalar(slot.builder)
}

/** A column that took a value, and the column of the value's own key. */
export interface Learnt {
  readonly slot: ColumnSlot
  readonly name: string
}

/**
 * After a list became rows of a table: the node the kernel may fill the table from, or undefined where it must not:
 * the table has ids of its own, another list leads there too, or its rows come on another nesting level.
 */
export function learnList(
  node: KeyNode | ListNode | undefined,
  state: TableState,
  level: number,
): ListNode | undefined {
  if (node === undefined || node.stop) return undefined
  if (state.isRoot || state.level !== level) {
    node.stop = true
    return undefined
  }
  state.owner ??= node
  if (!isOwner(state.owner, node)) return undefined
  if (node instanceof KeyNode) return node.setList(state.builder)
  return node.nest(state.builder)
}

/** True where `node` is the one key of the column; a second one makes both stop for good. */
function claimColumn(state: TableState, name: string, node: KeyNode | ListNode): boolean {
  const owner = state.owners.get(name)
  if (owner === undefined) state.owners.set(name, node)
  return isOwner(owner ?? node, node)
}

function isOwner(owner: KeyNode | ListNode, node: KeyNode | ListNode): boolean {
  if (owner === node) return !node.stop
  owner.stop = true
  node.stop = true
  return false
}
