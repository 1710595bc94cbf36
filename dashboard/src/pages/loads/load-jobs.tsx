import type { LoadDetails } from '../../../../src/dashboard/api/loads.ts'
import { LoadBadge } from '../../design/load-badge.tsx'
import { Table, type TableColumn } from '../../design/table.tsx'
import { TableName } from '../../design/table-name.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatNumber } from '../../format/numbers.ts'

type Job = LoadDetails['jobList'][number]

const COLUMNS: readonly TableColumn<Job>[] = [
  {
    key: 'table',
    title: 'File of',
    isMain: true,
    cell: (job) => (
      <span title={job.id}>
        <TableName name={job.table} />
      </span>
    ),
  },
  { key: 'format', title: 'Format', isExtra: true, cell: (job) => <span class="soft">{job.format}</span> },
  { key: 'rows', title: 'Rows', isNumber: true, cell: (job) => formatNumber(job.rows) },
  { key: 'bytes', title: 'Size', isNumber: true, cell: (job) => formatBytes(job.bytes) },
  { key: 'state', title: 'State', cell: (job) => <LoadBadge state={job.state} waiting="waits" /> },
]

/** The files of a load. */
export function LoadJobs({ jobs }: { readonly jobs: readonly Job[] }) {
  if (jobs.length === 0) return null
  return (
    <div class="load-part-of">
      <h3>Files</h3>
      <Table label="Files of the load" columns={COLUMNS} rows={jobs} rowKey={(job) => job.id} />
    </div>
  )
}
