import type { TableShape } from '../../../../src/dashboard/api/schema.ts'
import { Badge } from '../../design/badge.tsx'
import { Table, type TableColumn } from '../../design/table.tsx'
import { Tooltip } from '../../design/tooltip.tsx'
import { type ColumnLine, columnLines } from './column-lines.ts'
import { hintText } from './hint-text.ts'

const KEYS = ['primary_key', 'merge_key', 'row_key', 'parent_key', 'root_key', 'unique']
/** What the type says already. */
const SAID_BY_TYPE = ['precision', 'scale', 'x-normalizer', 'variant']

const COLUMNS: readonly TableColumn<ColumnLine>[] = [
  {
    key: 'name',
    title: 'Column',
    cell: ({ column, isVariant }) => (
      <span class={`schema-column${isVariant ? ' is-variant' : ''}${/^_dlt/.test(column.name) ? ' faint' : ''}`}>
        {column.name}
        {column.description && !isVariant && <span class="schema-about">{column.description}</span>}
      </span>
    ),
  },
  {
    key: 'type',
    title: 'Type',
    cell: ({ column }) =>
      column.dataType === undefined ? (
        <Tooltip text="Only null has come so far, so that there is no column of it in the destination yet.">
          <Badge tone="warning">no value yet</Badge>
        </Tooltip>
      ) : (
        <span class="mono">{column.type}</span>
      ),
  },
  {
    key: 'null',
    title: 'Null',
    cell: ({ column }) => (
      <span class={column.nullable ? 'faint' : ''}>{column.nullable ? 'nullable' : 'not null'}</span>
    ),
  },
  {
    key: 'hints',
    title: 'Hints',
    cell: ({ column, isVariant }) => (
      <span class="line">
        {isVariant && (
          <Tooltip text="Took values that did not fit the column above.">
            <Badge tone="warning">variant</Badge>
          </Tooltip>
        )}
        {column.hints
          .filter((hint) => !SAID_BY_TYPE.includes(hint))
          .map((hint) => (
            <Tooltip key={hint} text={hintText(hint)}>
              <Badge {...(KEYS.includes(hint) && { tone: 'accent', icon: 'key' })}>{hint.replaceAll('_', ' ')}</Badge>
            </Tooltip>
          ))}
      </span>
    ),
  },
]

/** The columns of a table with their types and what is said about them. */
export function ColumnsTable({ table }: { readonly table: TableShape }) {
  return (
    <Table
      label={`Columns of ${table.name}`}
      columns={COLUMNS}
      rows={columnLines(table.columns)}
      rowKey={(line) => line.column.name}
    />
  )
}
