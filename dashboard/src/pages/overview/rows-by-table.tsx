import { useMemo, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import type { RunSummary } from '../../../../src/dashboard/api/pipelines.ts'
import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import { Badge } from '../../design/badge.tsx'
import { BarList } from '../../design/bar-list.tsx'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/card.tsx'
import { TableName } from '../../design/table-name.tsx'
import { formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'
import { compareRows, differenceInWords, runBefore } from './compare-rows.ts'

const SHOWN = 14

interface RowsByTableProps {
  readonly name: string
  readonly run: RunSummary
  readonly record: RunRecord | undefined
  readonly runs: readonly RunSummary[] | undefined
}

/** Rows that the last run brought, table by table, beside those of the run before. After a failure: of the last that completed. */
export function RowsByTable({ name, run: last, record, runs = [] }: RowsByTableProps) {
  const [isWhole, setWhole] = useState(false)
  const run = (last.outcome === 'failed' && last.rows === 0 && runBefore(runs, last)) || last
  const before = runBefore(runs, run)
  const all = useMemo(() => compareRows(run, before), [run, before])
  const fresh = new Set(record?.tables.filter((table) => table.isNew).map((table) => table.name))
  const shown = isWhole ? all : all.slice(0, SHOWN)
  if (all.length === 0) return null
  return (
    <Card
      title="Rows per table"
      beside={besideOf(run === last, before !== undefined)}
      actions={
        all.length > SHOWN && (
          <Button size="s" kind="quiet" expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${formatNumber(all.length)}`}
          </Button>
        )
      }
    >
      <BarList
        label="Rows per table"
        items={shown.map(({ table, rows, before: rowsBefore }) => ({
          key: table,
          label: (
            <>
              <Link title={table} href={pipelinePath(name, 'data', { table })}>
                <TableName name={table} />
              </Link>
              {fresh.has(table) && <Badge tone="accent">new</Badge>}
            </>
          ),
          value: rows,
          text: formatNumber(rows),
          before: rowsBefore,
          beside: besideRow(rows, rowsBefore, before !== undefined),
        }))}
      />
    </Card>
  )
}

function besideOf(isLast: boolean, hasBefore: boolean): string {
  const parts = [isLast ? '' : 'of the last run that completed', hasBefore ? 'the mark is the run before' : '']
  return parts.filter((part) => part !== '').join('; ')
}

/** Empty, so that its place is kept, where there is no run before or it is on its way. */
function besideRow(rows: number, before: number | undefined, hasBefore: boolean): string {
  if (!hasBefore) return ''
  return before === undefined ? 'first rows' : differenceInWords(rows, before)
}
