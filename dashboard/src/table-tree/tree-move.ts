import type { TreeRow } from './table-tree-rows.ts'

/** Where a key leads in a tree, and whether it folds or unfolds the line it was at. */
export interface TreeMove {
  readonly to: number
  readonly toggle?: boolean
}

/** What a key does at a line of a tree; undefined for others. */
export function treeMove(rows: readonly TreeRow[], at: number, key: string): TreeMove | undefined {
  const row = rows[at]
  const kept = (to: number): TreeMove => ({ to: Math.min(Math.max(0, to), rows.length - 1) })
  switch (key) {
    case 'ArrowDown':
      return kept(at + 1)
    case 'ArrowUp':
      return kept(at - 1)
    case 'Home':
      return kept(0)
    case 'End':
      return kept(rows.length - 1)
    case 'PageDown':
      return kept(at + 15)
    case 'PageUp':
      return kept(at - 15)
    case 'ArrowRight':
      if (row?.isOpen === undefined) return kept(at)
      return row.isOpen ? kept(at + 1) : { to: at, toggle: true }
    case 'ArrowLeft':
      if (row?.isOpen) return { to: at, toggle: false }
      return kept(outer(rows, at))
    default:
      return undefined
  }
}

function outer(rows: readonly TreeRow[], at: number): number {
  const level = rows[at]?.level ?? 1
  for (let i = at - 1; i >= 0; i--) if ((rows[i]?.level ?? 1) < level) return i
  return at
}
