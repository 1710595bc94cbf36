import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import type { Grid } from '../../../../src/dashboard/api/data.ts'
import { Empty } from '../../design/empty.tsx'
import { moveColumn, NO_LAYOUT, placeColumns, resizeColumn } from '../../grid/column-layout.ts'
import { DataGrid, type GridHandle, type GridRows } from '../../grid/data-grid.tsx'
import type { ColumnActions } from '../../grid/grid-head.tsx'
import type { GridCell } from '../../grid/grid-move.ts'
import { ChartAndExport } from './chart-and-export.tsx'
import { ChartPanel } from './chart-panel.tsx'
import { GridStatus } from './grid-status.tsx'
import { RowPane } from './row-pane.tsx'

interface QueryResultViewProps {
  readonly name: string
  readonly sql: string
  readonly grid: Grid
}

/** What a statement gave: a grid, a chart of it, a file of it. */
export function QueryResultView({ name, sql, grid }: QueryResultViewProps) {
  const [layout, setLayout] = useState(NO_LAYOUT)
  const [open, setOpen] = useState<GridCell>()
  const [sight, setSight] = useState({ first: 0, last: 0 })
  const [isCharted, setCharted] = useState(false)
  const handle = useRef<GridHandle>(null)
  const placed = useMemo(() => placeColumns(grid.columns, layout, grid.rows), [grid, layout])
  const rows = useMemo((): GridRows => ({ count: grid.rows.length, at: (row) => grid.rows[row] }), [grid])
  const onSight = useCallback((first: number, last: number) => setSight({ first, last }), [])
  const actions: ColumnActions = {
    onResize: (column, width) => setLayout(resizeColumn(layout, column.name, width)),
    onMove: (from, to) => setLayout(moveColumn(layout, placed, { from, to })),
  }
  const values = open && grid.rows[open.row]
  const chosen = open && placed[open.column]
  return (
    <>
      {isCharted && (
        <ChartPanel name={name} sql={sql} columns={grid.columns} sample={grid.rows} onClose={() => setCharted(false)} />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the row, wherever in here the focus is */}
      <div class="data-split" onKeyDown={(event) => event.key === 'Escape' && setOpen(undefined)}>
        <div class="data-frame">
          <DataGrid
            label="Result"
            columns={placed}
            rows={rows}
            actions={actions}
            handle={handle}
            onOpen={setOpen}
            onActive={(cell) => open && setOpen(cell)}
            onSight={onSight}
            empty={<Empty title="The statement gave no rows." />}
          />
          <div class="result-foot">
            <GridStatus
              sight={sight}
              total={grid.rows.length}
              answer={grid}
              onGo={(row) => handle.current?.goTo({ row: row - 1, column: 0 })}
            />
            <ChartAndExport name={name} of={{ sql }} isCharted={isCharted} onChart={setCharted} />
          </div>
        </div>
        {open && values && chosen && (
          <RowPane
            name={name}
            number={open.row + 1}
            columns={placed}
            values={values}
            chosen={chosen}
            related={[]}
            onChoose={(column) => setOpen({ row: open.row, column: placed.indexOf(column) })}
            onClose={() => setOpen(undefined)}
          />
        )}
      </div>
    </>
  )
}
