import { Link } from 'wouter-preact'
import type { LoadDetails } from '../../../../src/dashboard/api/loads.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Table } from '../../design/table.tsx'
import { TableName } from '../../design/table-name.tsx'
import { formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

interface LoadRowsProps {
  readonly name: string
  readonly load: LoadDetails
}

interface RowsOfTable {
  readonly table: string
  readonly brought: number | undefined
  readonly now: number | undefined
}

/** The rows that a load brought, and those of them that the destination has now; later loads may have replaced some. */
export function LoadRows({ name, load }: LoadRowsProps) {
  const isThere = load.atDestination !== false && load.state === 'loaded'
  const answer = useAnswer(isThere ? { route: 'loadRows', params: { name, loadId: load.loadId } } : undefined)
  const now = answer.data?.counts
  const tables = [...new Set([...Object.keys(load.rowCounts ?? {}), ...Object.keys(now ?? {})])]
  const rows = tables.map((table): RowsOfTable => ({ table, brought: load.rowCounts?.[table], now: now?.[table] }))
  if (rows.length === 0 && answer.problem === undefined) return null
  return (
    <div class="load-part-of">
      <h3>Rows</h3>
      {answer.problem && (
        <ProblemNote
          tone="warning"
          lead="The rows that are there now could not be counted."
          problem={answer.problem}
          onRetry={answer.refresh}
        />
      )}
      <Table
        label="Rows of the load"
        rows={rows}
        rowKey={(row) => row.table}
        columns={[
          {
            key: 'table',
            title: 'Table',
            isMain: true,
            cell: (row) => (
              <Link title={row.table} href={pipelinePath(name, 'data', { table: row.table, load: load.loadId })}>
                <TableName name={row.table} />
              </Link>
            ),
          },
          { key: 'brought', title: 'Brought', isNumber: true, cell: (row) => numberOr(row.brought, '–') },
          ...(isThere
            ? [
                {
                  key: 'now',
                  title: 'There now',
                  isNumber: true,
                  cell: (row: RowsOfTable) => numberOr(row.now, answer.loading ? '…' : '–'),
                },
              ]
            : []),
        ]}
      />
    </div>
  )
}

function numberOr(value: number | undefined, other: string): string {
  return value === undefined ? other : formatNumber(value)
}
