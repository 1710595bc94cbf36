import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useVirtual } from './use-virtual.ts'

/** A column of a {@link Table}. */
export interface TableColumn<Row> {
  readonly key: string
  readonly title: string
  readonly isNumber?: boolean
  /** Leaves on narrow windows. */
  readonly isExtra?: boolean
  /** Takes the room that the others leave, and is cut where that is not enough. */
  readonly isMain?: boolean
  readonly width?: string
  readonly cell: (row: Row) => ComponentChildren
}

interface TableProps<Row> {
  /** What it lists, for those who cannot see. */
  readonly label: string
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Enter or a click on a row. */
  readonly onOpen?: (row: Row) => void
  readonly chosen?: string | undefined
}

const ROW_HEIGHT = 36
/** Up to so many rows are all drawn, so that the browser's own search finds them. */
const DRAWN_ALL = 80

/** A list in columns; `j`, `k` and arrows go through its rows. Long ones draw what is seen. */
export function Table<Row>({ label, columns, rows, rowKey, onOpen, chosen }: TableProps<Row>) {
  const table = useRef<HTMLTableElement>(null)
  const [margin, setMargin] = useState(0)
  const scroller = () => table.current?.closest('[data-scroll]') ?? null
  const virtual = useVirtual({ count: rows.length, size: ROW_HEIGHT, scroller, margin })
  const isLong = rows.length > DRAWN_ALL
  useLayoutEffect(() => {
    const around = scroller()
    if (!isLong || around === null || table.current === null) return
    const top = table.current.getBoundingClientRect().top - around.getBoundingClientRect().top + around.scrollTop
    if (Math.abs(top - margin) > 1) setMargin(top)
  })
  const start = isLong ? virtual.start : 0
  const shown = rows.slice(start, isLong ? virtual.end : rows.length)
  return (
    <div class="table-around">
      <table
        ref={table}
        class={`table${onOpen ? ' table-opens' : ''}`}
        aria-label={label}
        aria-rowcount={rows.length + 1}
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={cellClass(column)}
                style={column.width ? { width: column.width } : {}}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {isLong && virtual.before > 0 && <Space height={virtual.before} />}
          {shown.map((row, index) => {
            const key = rowKey(row)
            return (
              <tr
                key={key}
                class={key === chosen ? 'is-chosen' : ''}
                aria-selected={onOpen && key === chosen ? true : undefined}
                aria-rowindex={start + index + 2}
                data-row={onOpen ? '' : undefined}
                tabIndex={onOpen ? 0 : undefined}
                onClick={onOpen && ((event) => opensRow(event) && onOpen(row))}
                onKeyDown={
                  onOpen && ((event) => event.key === 'Enter' && event.target === event.currentTarget && onOpen(row))
                }
              >
                {columns.map((column) => (
                  <td key={column.key} class={cellClass(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {isLong && virtual.after > 0 && <Space height={virtual.after} />}
        </tbody>
      </table>
    </div>
  )
}

function Space({ height }: { readonly height: number }) {
  return <tr class="table-space" style={{ height: `${height}px` }} />
}

function cellClass({ isNumber, isExtra, isMain }: Pick<TableColumn<never>, 'isNumber' | 'isExtra' | 'isMain'>): string {
  return [isNumber ? 'number' : '', isExtra ? 'is-extra' : '', isMain ? 'is-main' : ''].join(' ').trim()
}

/** A click on a link or a button in a row is its own. */
function opensRow(event: MouseEvent): boolean {
  const { target } = event
  return target instanceof Element && target.closest('a, button, input') === null
}
