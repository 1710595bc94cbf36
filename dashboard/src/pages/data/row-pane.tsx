import { Link } from 'wouter-preact'
import { Button } from '../../design/button.tsx'
import { TableName } from '../../design/table-name.tsx'
import { useCopy } from '../../design/use-copy.ts'
import { viewToQuery } from '../../filters/table-view.ts'
import { cellText, wholeText } from '../../grid/cell-text.ts'
import { isSystemColumn, type PlacedColumn } from '../../grid/column-layout.ts'
import { cellsAsTsv, rowsAsJson } from '../../grid/copied-cells.ts'
import { pipelinePath } from '../../url/links.ts'
import { CellValue } from './cell-value.tsx'
import type { RelatedRows } from './related-rows.ts'

interface RowPaneProps {
  readonly name: string
  /** Counted from 1. */
  readonly number: number
  readonly columns: readonly PlacedColumn[]
  readonly values: readonly unknown[]
  /** The column whose value is shown in full. */
  readonly chosen: PlacedColumn
  readonly related: readonly RelatedRows[]
  readonly onChoose: (column: PlacedColumn) => void
  readonly onClose: () => void
}

/** One row beside the grid: the value of a cell in full, rows that belong to it, all of its values. */
export function RowPane({ name, number, columns, values, chosen, related, onChoose, onClose }: RowPaneProps) {
  const copy = useCopy()
  const value = values[chosen.index]
  const names = columns.map((column) => column.name)
  const row = columns.map((column) => values[column.index])
  return (
    <aside
      class="row-pane"
      aria-label={`Row ${number}`}
      data-own-keys
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header class="row-pane-head">
        <h2>Row {number}</h2>
        <Button
          size="s"
          kind="quiet"
          icon="copy"
          label="Copy the row as JSON"
          onClick={() => copy(rowsAsJson([row], names))}
        >
          JSON
        </Button>
        <Button
          size="s"
          kind="quiet"
          icon="copy"
          label="Copy the row as TSV"
          onClick={() => copy(cellsAsTsv([row], names))}
        >
          TSV
        </Button>
        <Button size="s" kind="quiet" icon="close" label="Close the row" onClick={onClose} />
      </header>
      <div class="row-pane-body">
        <section class="row-pane-cell" aria-label={`Value of ${chosen.name}`}>
          <header>
            <strong class="cut">{chosen.name}</strong>
            <span class="faint">{chosen.type}</span>
            <Button size="s" kind="quiet" icon="copy" label="Copy the value" onClick={() => copy(wholeText(value))} />
          </header>
          <CellValue value={value} column={chosen} />
        </section>
        {related.length > 0 && (
          <section aria-label="Related rows">
            <h3>Related rows</h3>
            <ul class="row-pane-related">
              {related.map(({ relation, view }) => (
                <li key={`${relation} ${view.table}`}>
                  <Link href={`${pipelinePath(name, 'data')}?${viewToQuery(view)}`}>{view.table}</Link>
                  <span class="faint">{relation}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-label="All values">
          <h3>All values</h3>
          <ul class="row-pane-values">
            {columns.map((column) => (
              <RowValue
                key={column.name}
                column={column}
                value={values[column.index]}
                isChosen={column.name === chosen.name}
                onChoose={() => onChoose(column)}
              />
            ))}
          </ul>
        </section>
      </div>
    </aside>
  )
}

interface RowValueProps {
  readonly column: PlacedColumn
  readonly value: unknown
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function RowValue({ column, value, isChosen, onChoose }: RowValueProps) {
  const { text, kind } = cellText(value, column.dataType)
  return (
    <li>
      <button type="button" class={`row-value${isChosen ? ' is-chosen' : ''}`} onClick={onChoose}>
        <span class={isSystemColumn(column.name) ? 'row-value-name faint' : 'row-value-name soft'} title={column.name}>
          <TableName name={column.name} />
        </span>
        <span class={`cell cell-${kind}`}>{text}</span>
      </button>
    </li>
  )
}
