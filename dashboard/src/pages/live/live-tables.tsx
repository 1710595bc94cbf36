import { Link } from 'wouter-preact'
import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { BarList } from '../../design/bar-list.tsx'
import { Card } from '../../design/card.tsx'
import { Table, type TableColumn } from '../../design/table.tsx'
import { TableName } from '../../design/table-name.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatDuration } from '../../format/duration.ts'
import { counted, formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'
import { LivePackages } from './live-packages.tsx'

type Resource = RunProgress['resources'][number]

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
        {progress.resources.length > 0 && (
          <Card flush title="Resources">
            <Table
              label="Resources"
              columns={resourceColumns(progress.resources)}
              rows={progress.resources}
              rowKey={(one) => one.name}
            />
          </Card>
        )}
        <LivePackages name={name} packages={progress.packages} />
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

/** In the order in which they came, so that nothing jumps; of many the fullest. */
function shownTables(tables: RunProgress['tables']): RunProgress['tables'] {
  return tables.length <= SHOWN ? tables : [...tables].sort((one, other) => other.rows - one.rows)
}

/** How a resource is paged is said where one says it. */
function resourceColumns(resources: readonly Resource[]): readonly TableColumn<Resource>[] {
  const hasPaging = resources.some((one) => one.paging !== undefined)
  return hasPaging ? RESOURCES : RESOURCES.filter((column) => column.key !== 'paging')
}
