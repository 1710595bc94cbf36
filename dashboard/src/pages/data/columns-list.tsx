import { useState } from 'preact/hooks'
import { type ColumnLayout, type GridColumn, hideColumn, NO_LAYOUT } from '../../grid/column-layout.ts'

interface ColumnsListProps {
  readonly columns: readonly GridColumn[]
  readonly layout: ColumnLayout
  readonly onLayout: (layout: ColumnLayout) => void
}

/** Which columns are shown. */
export function ColumnsList({ columns, layout, onLayout }: ColumnsListProps) {
  const [search, setSearch] = useState('')
  const found = columns.filter((column) => column.name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <div class="columns-list">
      <input
        class="input"
        type="search"
        aria-label="Find a column"
        placeholder="Find a column"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <ul>
        {found.map((column) => (
          <li key={column.name}>
            <label>
              <input
                type="checkbox"
                checked={!layout.hidden.includes(column.name)}
                onChange={(event) => onLayout(hideColumn(layout, column.name, !event.currentTarget.checked))}
              />
              <span class="cut">{column.name}</span>
            </label>
          </li>
        ))}
      </ul>
      <div class="columns-list-all">
        <button type="button" class="link-button" onClick={() => onLayout({ ...layout, hidden: [] })}>
          Show all
        </button>
        <button
          type="button"
          class="link-button"
          onClick={() =>
            onLayout({ ...layout, hidden: columns.map((column) => column.name).filter((name) => /^_dlt/.test(name)) })
          }
        >
          Hide system
        </button>
        <button type="button" class="link-button" onClick={() => onLayout(NO_LAYOUT)}>
          As they came
        </button>
      </div>
    </div>
  )
}
