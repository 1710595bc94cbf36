import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import type { Grid } from '../../../../src/dashboard/api/data.ts'
import type { SchemaShape } from '../../../../src/dashboard/api/schema.ts'
import { Button } from '../../design/button.tsx'
import { Empty } from '../../design/empty.tsx'
import { Spinner } from '../../design/spinner.tsx'
import { type TableView, toggleSort } from '../../filters/table-view.ts'
import { formatNumber } from '../../format/numbers.ts'
import { hideColumn, moveColumn, type PlacedColumn, placeColumns, resizeColumn } from '../../grid/column-layout.ts'
import { DataGrid, type GridHandle } from '../../grid/data-grid.tsx'
import type { ColumnActions } from '../../grid/grid-head.tsx'
import type { GridCell } from '../../grid/grid-move.ts'
import { useColumnLayout } from '../../grid/use-column-layout.ts'
import { Popover } from '../../overlay/popover.tsx'
import { PopoverButton } from '../../overlay/popover-button.tsx'
import { ChartAndExport } from './chart-and-export.tsx'
import { ChartPanel } from './chart-panel.tsx'
import { ColumnMenu } from './column-menu.tsx'
import { ColumnsList } from './columns-list.tsx'
import { DataProblem } from './data-problem.tsx'
import { FilterBar } from './filter-bar.tsx'
import { GridStatus } from './grid-status.tsx'
import { relatedRows } from './related-rows.ts'
import { RowPane } from './row-pane.tsx'
import { statementOf } from './statement-of.ts'
import { useTableRows } from './use-table-rows.ts'
import { withTypes } from './with-types.ts'

interface TableModeProps {
  readonly name: string
  readonly view: TableView
  readonly schemas: readonly SchemaShape[]
  readonly onView: (view: TableView) => void
  readonly onSql: (sql: string) => void
}

interface OpenMenu {
  readonly column: PlacedColumn
  readonly at: DOMRect
}

/** A table as a grid: sorted, filtered, gone through, its rows looked at one by one. */
export function TableMode({ name, view, schemas, onView, onSql }: TableModeProps) {
  const data = useTableRows(name, view)
  const [layout, setLayout] = useColumnLayout(`${name}.${view.table}`)
  const [menu, setMenu] = useState<OpenMenu>()
  const [open, setOpen] = useState<GridCell>()
  const [sight, setSight] = useState({ first: 0, last: 0 })
  const [isCharted, setCharted] = useState(false)
  const handle = useRef<GridHandle>(null)
  const shape = useMemo(
    () => schemas.flatMap((one) => one.tables).find((one) => one.name === view.table),
    [schemas, view.table],
  )
  const columns = useMemo(() => withTypes(data.columns, shape), [data.columns, shape])
  const placed = useMemo(() => placeColumns(columns, layout, data.sample), [columns, layout, data.sample])
  const filtered = useMemo(() => new Set(view.where.map((one) => one.column)), [view.where])
  const onSight = useCallback((first: number, last: number) => setSight({ first, last }), [])
  const actions: ColumnActions = {
    onSort: (column, add) => onView({ ...view, order: toggleSort(view.order, column.name, add) }),
    onMenu: (column, at) => setMenu({ column, at }),
    onResize: (column, width) => setLayout(resizeColumn(layout, column.name, width)),
    onMove: (from, to) => setLayout(moveColumn(layout, placed, { from, to })),
  }
  const references = useMemo(() => schemas.flatMap((one) => one.references), [schemas])
  const values = open && data.rows.at(open.row)
  const chosen = open && placed[open.column]
  const statement = data.answer && statementOf(data.answer.sql)
  const move = (column: PlacedColumn, step: 1 | -1) => {
    const from = placed.findIndex((one) => one.name === column.name)
    setLayout(moveColumn(layout, placed, { from, to: Math.max(0, from + step) }))
  }
  return (
    <section class="data-main" aria-label={`Table ${view.table}`}>
      <div class="data-bar">
        <h2 class="data-name cut" title={view.table}>
          {view.table}
        </h2>
        <span class="soft data-count">
          {data.total === undefined
            ? data.answer
              ? 'counting rows'
              : ''
            : `${formatNumber(data.total)} ${data.total === 1 ? 'row' : 'rows'}`}
        </span>
        <FilterBar view={view} columns={columns} onView={onView} />
        <div class="data-actions">
          <PopoverButton text="Columns" kind="quiet" disabled={columns.length === 0}>
            {() => <ColumnsList columns={columns} layout={layout} onLayout={setLayout} />}
          </PopoverButton>
          <Button size="s" kind="quiet" disabled={statement === undefined} onClick={() => onSql(statement ?? '')}>
            Open as SQL
          </Button>
          <ChartAndExport
            name={name}
            of={{ view }}
            disabled={statement === undefined}
            isCharted={isCharted}
            onChart={setCharted}
          />
        </div>
      </div>
      {data.problem && <DataProblem problem={data.problem} onRetry={data.retry} />}
      {isCharted && statement !== undefined && (
        <ChartPanel
          name={name}
          sql={statement}
          columns={columns}
          sample={data.sample}
          onClose={() => setCharted(false)}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the row, wherever in here the focus is */}
      <div
        class="data-split"
        hidden={data.problem !== undefined && data.answer === undefined}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(undefined)}
      >
        <div class="data-frame">
          <DataGrid
            label={`Rows of ${view.table}`}
            columns={placed}
            rows={data.rows}
            order={view.order}
            filtered={filtered}
            actions={actions}
            isStale={data.isStale && data.problem === undefined}
            handle={handle}
            onOpen={setOpen}
            onActive={(cell) => open && setOpen(cell)}
            onSight={onSight}
            empty={
              data.answer ? <NoRows view={view} onView={onView} /> : !data.problem && <Spinner label="Reading rows" />
            }
          />
          <GridStatus
            sight={sight}
            total={data.total}
            answer={data.answer}
            onGo={(row) => handle.current?.goTo({ row: row - 1, column: 0 })}
          />
        </div>
        {open && values && chosen && (
          <RowPane
            name={name}
            number={open.row + 1}
            columns={placed}
            values={values}
            chosen={chosen}
            related={relatedRows(references, view.table, rowOf(columns, values))}
            onChoose={(column) => setOpen({ row: open.row, column: placed.indexOf(column) })}
            onClose={() => setOpen(undefined)}
          />
        )}
      </div>
      {menu && (
        <Popover label={`Column ${menu.column.name}`} at={menu.at} onClose={() => setMenu(undefined)}>
          <ColumnMenu
            name={name}
            column={menu.column}
            view={view}
            about={shape?.columns.find((one) => one.name === menu.column.name)?.description}
            onView={(next) => {
              setMenu(undefined)
              onView(next)
            }}
            onHide={() => {
              setMenu(undefined)
              setLayout(hideColumn(layout, menu.column.name, true))
            }}
            onMove={(step) => move(menu.column, step)}
          />
        </Popover>
      )}
    </section>
  )
}

function rowOf(columns: Grid['columns'], values: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map((column, i) => [column.name, values[i]]))
}

function NoRows({ view, onView }: Pick<TableModeProps, 'view' | 'onView'>) {
  const isNarrowed = view.where.length > 0 || view.loadId !== undefined
  if (!isNarrowed) return <Empty title="This table has no rows." />
  return (
    <Empty title="No row is left by these filters.">
      <Button onClick={() => onView({ table: view.table, where: [], order: view.order })}>Remove the filters</Button>
    </Empty>
  )
}
