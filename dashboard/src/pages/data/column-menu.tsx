import { useState } from 'preact/hooks'
import { Icon, type IconName } from '../../design/icon.tsx'
import type { ColumnFilter } from '../../filters/column-filter.ts'
import type { TableView } from '../../filters/table-view.ts'
import type { PlacedColumn } from '../../grid/column-layout.ts'
import { ColumnProfile } from './column-profile.tsx'
import { FilterForm } from './filter-form.tsx'

interface ColumnMenuProps {
  readonly name: string
  readonly column: PlacedColumn
  readonly view: TableView
  readonly about: string | undefined
  readonly onView: (view: TableView) => void
  readonly onHide: () => void
  /** Puts it further left (-1) or right (1). */
  readonly onMove: (step: 1 | -1) => void
}

/** What can be done with a column: sort, filter, hide, move; and what it holds. */
export function ColumnMenu({ name, column, view, about, onView, onHide, onMove }: ColumnMenuProps) {
  const [isProfiled, setProfiled] = useState(false)
  const own = view.where.find((one) => one.column === column.name)
  const sort = (direction: 'asc' | 'desc') => onView({ ...view, order: [{ column: column.name, direction }] })
  const filter = (next: ColumnFilter | undefined) => {
    const others = view.where.filter((one) => one.column !== column.name)
    onView({ ...view, where: next === undefined ? others : [...others, next] })
  }
  return (
    <>
      <div class="popover-part">
        <p class="popover-title">{column.name}</p>
        <p class="faint">{column.type}</p>
        {about && <p class="soft">{about}</p>}
      </div>
      <div class="popover-line">
        <Item icon="up" text="Sort ascending" onClick={() => sort('asc')} />
        <Item icon="down" text="Sort descending" onClick={() => sort('desc')} />
        <Item icon="minus" text="Hide column" onClick={onHide} />
        <Item icon="left" text="Move left" onClick={() => onMove(-1)} />
        <Item icon="right" text="Move right" onClick={() => onMove(1)} />
      </div>
      <div class="popover-part popover-line">
        <FilterForm key={column.name} columns={[column]} {...(own && { initial: own })} onApply={filter} />
        {own && <Item icon="close" text="Remove filter" onClick={() => filter(undefined)} />}
      </div>
      <div class="popover-part popover-line">
        {isProfiled ? (
          <ColumnProfile
            name={name}
            table={view.table}
            column={column.name}
            onValue={(value) => filter({ column: column.name, operator: 'eq', value })}
          />
        ) : (
          <Item icon="overview" text="What does it hold?" onClick={() => setProfiled(true)} />
        )}
      </div>
    </>
  )
}

interface ItemProps {
  readonly icon: IconName | 'left'
  readonly text: string
  readonly onClick: () => void
}

function Item({ icon, text, onClick }: ItemProps) {
  return (
    <button type="button" class="popover-item" onClick={onClick}>
      <span class={icon === 'left' ? 'turned' : undefined}>
        <Icon name={icon === 'left' ? 'right' : icon} size={14} />
      </span>
      {text}
    </button>
  )
}
