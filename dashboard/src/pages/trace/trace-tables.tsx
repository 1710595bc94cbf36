import { Link } from 'wouter-preact'
import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import { Badge } from '../../design/badge.tsx'
import { Card } from '../../design/card.tsx'
import { Table, type TableColumn } from '../../design/table.tsx'
import { TableName } from '../../design/table-name.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { counted, formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

type Resource = RunRecord['resources'][number]
type Cursor = RunRecord['cursors'][number]
type Loaded = RunRecord['tables'][number]

const RESOURCES: readonly TableColumn<Resource>[] = [
  { key: 'name', title: 'Resource', isMain: true, cell: (one) => <span class="mono">{one.name}</span> },
  { key: 'pages', title: 'Pages', isNumber: true, cell: (one) => formatNumber(one.pages) },
  { key: 'rows', title: 'Rows', isNumber: true, cell: (one) => formatNumber(one.rows) },
  { key: 'bytes', title: 'Read', isNumber: true, cell: (one) => (one.bytes > 0 ? formatBytes(one.bytes) : '') },
  {
    key: 'paging',
    title: 'Paging',
    isExtra: true,
    cell: (one) => (
      <span class="soft">
        {one.paging}
        {one.unchanged ? ` ${formatNumber(one.unchanged)} unchanged` : ''}
      </span>
    ),
  },
]

const CURSORS: readonly TableColumn<Cursor>[] = [
  {
    key: 'name',
    title: 'Cursor',
    cell: (one) => (
      <span class="mono">
        {one.resource}.{one.cursorPath}
      </span>
    ),
  },
  { key: 'from', title: 'From', cell: (one) => <span class="mono soft">{plain(one.from)}</span> },
  { key: 'to', title: 'To', cell: (one) => <span class="mono">{plain(one.to)}</span> },
  { key: 'kept', title: 'Rows kept', isNumber: true, cell: (one) => formatNumber(one.kept) },
]

interface TraceTablesProps {
  readonly name: string
  readonly record: RunRecord
}

/** What a run read, wrote and moved. */
export function TraceTables({ name, record }: TraceTablesProps) {
  const tables: readonly TableColumn<Loaded>[] = [
    {
      key: 'name',
      title: 'Table',
      isMain: true,
      cell: (one) => (
        <span class="line">
          <Link class="table-link" title={one.name} href={pipelinePath(name, 'data', { table: one.name })}>
            <TableName name={one.name} />
          </Link>
          {one.isNew && <Badge tone="accent">new</Badge>}
          {one.newColumns.length > 0 && !one.isNew && (
            <Badge title={one.newColumns.map((column) => `${column.name} ${column.type}`).join(', ')}>
              {counted(one.newColumns.length, 'new column')}
            </Badge>
          )}
        </span>
      ),
    },
    { key: 'rows', title: 'Rows', isNumber: true, cell: (one) => formatNumber(one.rows) },
    { key: 'jobs', title: 'Files', isNumber: true, cell: (one) => formatNumber(one.jobs) },
    { key: 'bytes', title: 'Size', isNumber: true, cell: (one) => formatBytes(one.bytes) },
  ]
  return (
    <div class="grid-2">
      {record.tables.length > 0 && (
        <Card flush title="Tables">
          <Table label="Tables of the run" columns={tables} rows={record.tables} rowKey={(one) => one.name} />
        </Card>
      )}
      <div class="stack-l">
        {record.resources.length > 0 && (
          <Card flush title="Resources">
            <Table
              label="Resources of the run"
              columns={RESOURCES}
              rows={record.resources}
              rowKey={(one) => one.name}
            />
          </Card>
        )}
        {record.cursors.length > 0 && (
          <Card flush title="Cursors">
            <Table
              label="Cursors of the run"
              columns={CURSORS}
              rows={record.cursors}
              rowKey={(one) => `${one.resource} ${one.cursorPath}`}
            />
          </Card>
        )}
        {record.packageList.length > 0 && <Packages name={name} packages={record.packageList} />}
      </div>
    </div>
  )
}

function Packages({ name, packages }: { readonly name: string; readonly packages: RunRecord['packageList'] }) {
  return (
    <Card title="Packages">
      <ul>
        {packages.map((one) => (
          <li key={one.loadId}>
            <Link class="mono" href={pipelinePath(name, 'loads', { load: one.loadId })}>
              {one.loadId}
            </Link>{' '}
            <span class={one.state === 'failed' ? 'tone-bad' : 'soft'}>
              {one.state}
              {one.pending ? ', was waiting from before' : ''}
              {one.error ? `: ${one.error}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
