import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { Icon } from '../design/icon.tsx'
import { SearchField } from '../design/search-field.tsx'
import { counted, formatCompact } from '../format/numbers.ts'
import { tallRows, tallShowing } from '../grid/tall-scroll.ts'
import { useTallScroll } from '../grid/use-tall-scroll.ts'
import { shortTableName, type TreeRow, type TreeTable, tableTreeRows } from './table-tree-rows.ts'
import { treeMove } from './tree-move.ts'
import './table-tree.css'

const ROW_HEIGHT = 28
const NONE: readonly TreeTable[] = []

interface TableTreeProps {
  /** Undefined: they are on their way. */
  readonly tables: readonly TreeTable[] | undefined
  readonly chosen: string | undefined
  readonly onChoose: (table: string) => void
  /** Rows of each table, where they are known. */
  readonly counts?: Readonly<Record<string, number>>
}

/** The tables of a pipeline with those nested in them; searched, folded, gone through by keys. */
export function TableTree({ tables: given, chosen, onChoose, counts }: TableTreeProps) {
  const tables = given ?? NONE
  const [search, setSearch] = useState('')
  const [isSystemShown, setSystem] = useState(false)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const withSystem = isSystemShown || tables.find((table) => table.name === chosen)?.system === true
  const rows = useMemo(
    () => tableTreeRows(tables, { search, withSystem, closed }),
    [tables, search, withSystem, closed],
  )
  const toggle = (name: string, isOpen: boolean) => {
    const next = new Set(closed)
    if (isOpen) next.delete(name)
    else next.add(name)
    setClosed(next)
  }
  const users = tables.filter((table) => !table.system).length
  const first = rows.find((row) => matches(row.table, search))
  return (
    <div class="table-tree">
      <SearchField
        label={given === undefined ? 'Find a table' : `Find among ${counted(users, 'table')}`}
        value={search}
        onChange={setSearch}
        onEnter={() => first && onChoose(first.table.name)}
      />
      <TreeLines rows={rows} chosen={chosen} onChoose={onChoose} onToggle={toggle} counts={counts} />
      {rows.length === 0 && search !== '' && <p class="table-tree-none soft">No table has “{search}” in its name.</p>}
      <label class="table-tree-system">
        <input type="checkbox" checked={withSystem} onChange={(event) => setSystem(event.currentTarget.checked)} />
        System tables
      </label>
    </div>
  )
}

interface TreeLinesProps {
  readonly rows: readonly TreeRow[]
  readonly chosen: string | undefined
  readonly onChoose: (table: string) => void
  readonly onToggle: (table: string, isOpen: boolean) => void
  readonly counts: Readonly<Record<string, number>> | undefined
}

function TreeLines({ rows, chosen, onChoose, onToggle, counts }: TreeLinesProps) {
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const scroll = useTallScroll(place, rows.length, { rowHeight: ROW_HEIGHT, head: 0 })
  const list = { rows: rows.length, rowHeight: ROW_HEIGHT, view: scroll.view.height }
  const { first, end } = tallRows(list, scroll.view.top)
  const chosenAt = rows.findIndex((row) => row.table.name === chosen)
  const [moved, setMoved] = useState<number>()
  const at = Math.min(moved ?? Math.max(0, chosenAt), rows.length - 1)
  const show = (row: number) => scroll.scrollTo({ top: tallShowing(list, scroll.view.top, row) })

  // A table that was chosen elsewhere is brought into sight.
  // Only when another is chosen, or when the list gets its height.
  useEffect(() => {
    setMoved(undefined)
    if (chosenAt >= 0 && scroll.view.height > 0) show(chosenAt)
  }, [chosen, scroll.view.height > 0])

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at]
    if (event.altKey || event.ctrlKey || event.metaKey || row === undefined) return
    if (event.key === 'Enter' || event.key === ' ') onChoose(row.table.name)
    else {
      const move = treeMove(rows, at, event.key)
      if (move === undefined) return
      if (move.toggle !== undefined) onToggle(row.table.name, move.toggle)
      setMoved(move.to)
      show(move.to)
    }
    event.preventDefault()
  }
  return (
    <div
      ref={place}
      class="table-tree-list"
      role="tree"
      aria-label="Tables"
      tabIndex={0}
      aria-activedescendant={rows.length > 0 && at >= first && at < end ? `${id}-${at}` : undefined}
      onScroll={scroll.onScroll}
      onKeyDown={onKeyDown}
    >
      <div class="table-tree-space" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
        {rows.slice(first, end).map((row, i) => (
          <TreeLine
            key={row.table.name}
            id={`${id}-${first + i}`}
            row={row}
            top={(first + i) * ROW_HEIGHT}
            isChosen={row.table.name === chosen}
            isAt={first + i === at}
            count={counts?.[row.table.name]}
            onChoose={() => onChoose(row.table.name)}
            onToggle={() => onToggle(row.table.name, !row.isOpen)}
          />
        ))}
      </div>
    </div>
  )
}

interface TreeLineProps {
  readonly id: string
  readonly row: TreeRow
  readonly top: number
  readonly isChosen: boolean
  readonly isAt: boolean
  readonly count: number | undefined
  readonly onChoose: () => void
  readonly onToggle: () => void
}

function TreeLine({ id, row, top, isChosen, isAt, count, onChoose, onToggle }: TreeLineProps) {
  const { table, level, isOpen } = row
  const shown = shortTableName(table)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the tree
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      // A nested table is shown without the name of its parent; whoever does not see where it stands hears both.
      aria-label={shown === table.name ? undefined : `${table.name} ${count === undefined ? '' : formatCompact(count)}`}
      aria-level={level}
      aria-posinset={row.place}
      aria-setsize={row.beside}
      aria-expanded={isOpen}
      aria-selected={isChosen}
      class={`table-tree-row${isAt ? ' is-at' : ''}${table.system ? ' is-system' : ''}`}
      style={{ top: `${top}px`, height: `${ROW_HEIGHT}px`, paddingLeft: `${(level - 1) * 14 + 4}px` }}
      title={table.name}
      onClick={onChoose}
    >
      <span
        class="table-tree-fold"
        aria-hidden="true"
        onClick={(event) => {
          if (isOpen === undefined) return
          event.stopPropagation()
          onToggle()
        }}
      >
        {isOpen !== undefined && <Icon name={isOpen ? 'down' : 'right'} size={12} />}
      </span>
      <span class="cut">{shown}</span>
      {/* The space parts name and count where the line is read as one text. */}
      {count !== undefined && (
        <>
          {' '}
          <span class="table-tree-count">{formatCompact(count)}</span>
        </>
      )}
    </div>
  )
}

function matches(table: TreeTable, search: string): boolean {
  return search.trim() !== '' && table.name.toLowerCase().includes(search.trim().toLowerCase())
}
