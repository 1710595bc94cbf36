import { useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import { TableTree } from './table-tree.tsx'
import type { TreeTable } from './table-tree-rows.ts'

interface TablesAsideProps {
  /** Undefined: they are on their way. */
  readonly tables: readonly TreeTable[] | undefined
  readonly chosen: string | undefined
  readonly onChoose: (table: string) => void
  readonly counts?: Readonly<Record<string, number>>
}

/** The tree of tables beside a page; on a narrow window it is folded behind a button. */
export function TablesAside({ tables, chosen, onChoose, counts }: TablesAsideProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <aside class={`tables-aside${isOpen ? ' is-open' : ''}`} aria-label="Tables">
      <div class="tables-aside-button">
        <Button size="s" icon={isOpen ? 'up' : 'down'} expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {chosen ?? 'Tables'}
        </Button>
      </div>
      <div class="tables-aside-tree">
        <TableTree
          tables={tables}
          chosen={chosen}
          onChoose={(table) => {
            setOpen(false)
            onChoose(table)
          }}
          {...(counts && { counts })}
        />
      </div>
    </aside>
  )
}
