import { Link } from 'wouter-preact'
import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { Card } from '../../design/card.tsx'
import { LoadBadge } from '../../design/load-badge.tsx'
import { Table, type TableColumn } from '../../design/table.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

type Package = RunProgress['packages'][number]

interface LivePackagesProps {
  readonly name: string
  readonly packages: readonly Package[]
}

/** The packages that a run has sealed, and which of them are loaded. */
export function LivePackages({ name, packages }: LivePackagesProps) {
  if (packages.length === 0) return null
  const columns: readonly TableColumn<Package>[] = [
    {
      key: 'id',
      title: 'Package',
      cell: (one) => (
        <Link class="mono" href={pipelinePath(name, 'loads', { load: one.loadId })}>
          {one.loadId}
        </Link>
      ),
    },
    { key: 'state', title: 'State', cell: (one) => <LoadBadge state={one.state} waiting="sealed" /> },
    { key: 'at', title: 'After', isNumber: true, cell: (one) => formatDuration(one.at) },
    { key: 'rows', title: 'Rows', isNumber: true, cell: (one) => one.rows !== undefined && formatNumber(one.rows) },
  ]
  return (
    <Card flush title="Packages" beside="What is sealed is safe, whatever happens">
      <Table label="Packages" columns={columns} rows={packages} rowKey={(one) => one.loadId} />
    </Card>
  )
}
