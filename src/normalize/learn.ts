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
export function learnColumn(node: KeyNode, slot: ColumnSlot, ownName: string): void {
  if (slot.column.name !== ownName || node.column === slot.builder) return
  if (!kernelWrites(slot)) {
    node.stop = true
  } else if (claim(slot, node)) {
    node.setColumn(slot.builder)
  }
}

/** After a null of a key: it gives nothing next time, too. */
export function learnNull(node: KeyNode | undefined, slot: ColumnSlot | undefined): void {
  if (slot === undefined || slot.column.nullable !== false) node?.allowNull()
}

/** After a scalar of a list went into the `value` column. */
export function learnScalar(list: ListNode, slot: ColumnSlot, ownName: string): void {
  if (slot.column.name !== ownName || list.scalar === slot.builder) return
  if (!kernelWrites(slot)) list.stop = true
  else if (claim(slot, list)) list.setScalar(slot.builder)
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
  if (!claim(state, node)) return undefined
  if (node instanceof KeyNode) return node.setList(state.builder)
  return node.nest(state.builder)
}

/** True where `node` is the one owner; a second one makes both stop for good. */
function claim(owned: { owner: KeyNode | ListNode | undefined }, node: KeyNode | ListNode): boolean {
  owned.owner ??= node
  if (owned.owner === node) return true
  owned.owner.stop = true
  node.stop = true
  return false
}
