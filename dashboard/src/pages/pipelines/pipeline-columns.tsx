import { Link } from 'wouter-preact'
import type { PipelineList } from '../../../../src/dashboard/api/pipelines.ts'
import { Badge } from '../../design/badge.tsx'
import { HealthBadge } from '../../design/health-badge.tsx'
import { RunningBadge } from '../../design/running-badge.tsx'
import { Sparkline } from '../../design/sparkline.tsx'
import type { TableColumn } from '../../design/table.tsx'
import { Time } from '../../design/time.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted, formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

type Listed = PipelineList['pipelines'][number]

/** What the list of pipelines says of each. */
export const PIPELINE_COLUMNS: readonly TableColumn<Listed>[] = [
  {
    key: 'name',
    title: 'Pipeline',
    cell: (one) => (
      <Link class="pipeline-name" href={pipelinePath(one.name)}>
        {one.name}
      </Link>
    ),
  },
  { key: 'health', title: 'Status', cell: (one) => <Status one={one} /> },
  {
    key: 'last',
    title: 'Last run',
    cell: ({ lastRun }) => (lastRun ? <Time at={lastRun.finishedAt} /> : <span class="faint">never</span>),
  },
  {
    key: 'took',
    title: 'Took',
    isNumber: true,
    isExtra: true,
    cell: ({ lastRun }) => lastRun && formatDuration(lastRun.seconds * 1000),
  },
  {
    key: 'rows',
    title: 'Rows',
    isNumber: true,
    cell: ({ lastRun }) => lastRun?.outcome === 'completed' && formatNumber(lastRun.rows),
  },
  {
    key: 'recent',
    title: 'Last runs',
    isExtra: true,
    cell: (one) =>
      one.recentRows.length > 1 && (
        <Sparkline
          values={one.recentRows}
          label={`Rows of the last ${one.recentRows.length} runs, the newest at the end: ${one.recentRows.join(', ')}`}
        />
      ),
  },
  {
    key: 'destination',
    title: 'Destination',
    isExtra: true,
    cell: (one) => (
      <span class="soft">
        {one.destination} · {one.dataset}
      </span>
    ),
  },
]

function Status({ one }: { readonly one: Listed }) {
  return (
    <span class="line">
      {one.running ? <RunningBadge /> : <HealthBadge {...wordOf(one)} />}
      {one.waiting > 0 && (
        <Badge tone="warning" icon="clock">
          {counted(one.waiting, 'package waits', 'packages wait')}
        </Badge>
      )}
    </span>
  )
}

function wordOf(one: Listed): Parameters<typeof HealthBadge>[0] {
  if (one.problem) return { health: 'bad', word: 'Not readable' }
  if (one.lastRun === undefined) return { health: 'unknown', word: 'Never ran' }
  if (one.lastRun.outcome === 'failed') return { health: 'bad', word: 'Failed' }
  return { health: one.health }
}
