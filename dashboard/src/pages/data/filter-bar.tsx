import { Icon } from '../../design/icon.tsx'
import { type ColumnFilter, describeFilter } from '../../filters/column-filter.ts'
import type { TableView } from '../../filters/table-view.ts'
import type { GridColumn } from '../../grid/column-layout.ts'
import { PopoverButton } from '../../overlay/popover-button.tsx'
import { FilterForm } from './filter-form.tsx'

interface FilterBarProps {
  readonly view: TableView
  readonly columns: readonly GridColumn[]
  readonly onView: (view: TableView) => void
}

/** What rows are narrowed by, each to be taken away, and a way to add more. */
export function FilterBar({ view, columns, onView }: FilterBarProps) {
  const without = (filter: ColumnFilter) => onView({ ...view, where: view.where.filter((one) => one !== filter) })
  const { loadId, ...anyLoad } = view
  return (
    <ul class="filter-bar" aria-label="Filters">
      {loadId !== undefined && <Chip text={`load ${loadId}`} onRemove={() => onView(anyLoad)} />}
      {view.where.map((filter) => (
        <Chip key={JSON.stringify(filter)} text={describeFilter(filter)} onRemove={() => without(filter)} />
      ))}
      {view.order.length > 0 && (
        <Chip
          text={`sorted by ${view.order.map((one) => `${one.column}${one.direction === 'desc' ? ' ↓' : ' ↑'}`).join(', ')}`}
          onRemove={() => onView({ ...view, order: [] })}
        />
      )}
      <li>
        <PopoverButton text="Filter" icon="filter" kind="quiet" label="Add a filter" disabled={columns.length === 0}>
          {(close) => (
            <div class="popover-part">
              <FilterForm
                columns={columns}
                onApply={(filter) => {
                  onView({ ...view, where: [...view.where, filter] })
                  close()
                }}
              />
            </div>
          )}
        </PopoverButton>
      </li>
    </ul>
  )
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  return (
    <li class="chip">
      <span class="cut" title={text}>
        {text}
      </span>
      <button type="button" aria-label={`Remove: ${text}`} onClick={onRemove}>
        <Icon name="close" size={11} />
      </button>
    </li>
  )
}
