import { Link } from 'wouter-preact'
import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { Badge } from '../../design/badge.tsx'
import { BarList } from '../../design/bar-list.tsx'
import { Card } from '../../design/card.tsx'
import { Table, type TableColumn } from '../../design/table.tsx'
import { TableName } from '../../design/table-name.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatDuration } from '../../format/duration.ts'
import { counted, formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

type Resource = RunProgress['resources'][number]
type Package = RunProgress['packages'][number]

const SHOWN = 40

const RESOURCES: readonly TableColumn<Resource>[] = [
  { key: 'name', title: 'Resource', isMain: true, cell: (one) => <span class="mono">{one.name}</span> },
  { key: 'pages', title: 'Pages', isNumber: true, cell: (one) => formatNumber(one.pages) },
  { key: 'rows', title: 'Rows', isNumber: true, cell: (one) => formatNumber(one.rows) },
  { key: 'bytes', title: 'Read', isNumber: true, cell: (one) => (one.bytes > 0 ? formatBytes(one.bytes) : '') },
  { key: 'paging', title: 'Paging', isExtra: true, cell: (one) => <span class="soft">{one.paging}</span> },
]

interface LiveTablesProps {
  readonly name: string
  readonly progress: RunProgress
}

/** How far a run is, resource by resource, table by table, package by package. */
export function LiveTables({ name, progress }: LiveTablesProps) {
  const tables = shownTables(progress.tables)
  const packages: readonly TableColumn<Package>[] = [
    {
      key: 'id',
      title: 'Package',
      cell: (one) => (
        <Link class="mono" href={pipelinePath(name, 'loads', { load: one.loadId })}>
          {one.loadId}
        </Link>
      ),
    },
    { key: 'state', title: 'State', cell: (one) => <PackageState state={one.state} /> },
    { key: 'at', title: 'After', isNumber: true, cell: (one) => formatDuration(one.at) },
    { key: 'rows', title: 'Rows', isNumber: true, cell: (one) => one.rows !== undefined && formatNumber(one.rows) },
  ]
  return (
    <div class="grid-2">
      <Card title="Tables" beside={counted(tables.length, 'table')}>
        {tables.length === 0 ? (
          <p class="soft">No row has come yet.</p>
        ) : (
          <BarList
            label="Rows per table"
            items={tables.slice(0, SHOWN).map((table) => ({
              key: table.name,
              label: (
                <Link title={table.name} href={pipelinePath(name, 'data', { table: table.name })}>
                  <TableName name={table.name} />
                </Link>
              ),
              value: table.rows,
              text: formatNumber(table.rows),
              beside: <Jobs table={table} />,
            }))}
          />
        )}
        {tables.length > SHOWN && <p class="soft">And {counted(tables.length - SHOWN, 'table')} with fewer rows.</p>}
      </Card>
      <div class="stack-l">
        <Card flush title="Resources">
          <Table
            label="Resources"
            columns={resourceColumns(progress.resources)}
            rows={progress.resources}
            rowKey={(one) => one.name}
          />
        </Card>
        {progress.packages.length > 0 && (
          <Card flush title="Packages" beside="What is sealed is safe, whatever happens">
            <Table label="Packages" columns={packages} rows={progress.packages} rowKey={(one) => one.loadId} />
          </Card>
        )}
        {progress.waits.length > 0 && (
          <Card title="What it waited for">
            <ul>
              {progress.waits.map((wait) => (
                <li key={wait.why} class="spread">
                  <span>{wait.why}</span>
                  <span class="soft">
                    {formatDuration(wait.ms)}, {counted(wait.times, 'time')}
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </div>
  )
}

function Jobs({ table: { jobs, loaded, failed } }: { readonly table: RunProgress['tables'][number] }) {
  if (failed > 0) return <span class="tone-bad">{failed} failed</span>
  if (jobs === 0) return <span>reading</span>
  return loaded >= jobs ? <span class="tone-good">✓ loaded</span> : <span>{`${loaded} of ${jobs} files`}</span>
}

function PackageState({ state }: { readonly state: Package['state'] }) {
  if (state === 'loaded')
    return (
      <Badge tone="good" icon="check">
        loaded
      </Badge>
    )
  if (state === 'failed')
    return (
      <Badge tone="bad" icon="bad">
        failed
      </Badge>
    )
  return (
    <Badge tone="accent" icon="clock">
      sealed
    </Badge>
  )
}

/** In the order in which they came, so that nothing jumps; of many the fullest. */
function shownTables(tables: RunProgress['tables']): RunProgress['tables'] {
  return tables.length <= SHOWN ? tables : [...tables].sort((one, other) => other.rows - one.rows)
}

/** How a resource is paged is said where one says it. */
function resourceColumns(resources: readonly Resource[]): readonly TableColumn<Resource>[] {
  const hasPaging = resources.some((one) => one.paging !== undefined)
  return hasPaging ? RESOURCES : RESOURCES.filter((column) => column.key !== 'paging')
}
