import './live.css'
import { useLive } from '../../api/use-live.ts'
import { Badge } from '../../design/badge.tsx'
import { Page } from '../../design/page.tsx'
import { RunningBadge } from '../../design/running-badge.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Time } from '../../design/time.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'
import { Announcer } from './announcer.tsx'
import { BigNumbers } from './big-numbers.tsx'
import { LiveNotes } from './live-notes.tsx'
import { LivePlots } from './live-plots.tsx'
import { LiveTables } from './live-tables.tsx'
import { NothingRuns } from './nothing-runs.tsx'
import { StepTrack } from './step-track.tsx'

/** A run while it goes on, and how it ended. */
export function Live({ name }: PipelinePageProps) {
  const status = useLive((state) => state.status)
  const progress = useLive((state) => state.progress)
  const isLost = useLive((state) => state.isLost)
  return (
    <Page
      title="Live run"
      of={name}
      beside={
        progress && (
          <>
            <StatusBadge status={progress.status} />
            <span>
              began <Time at={progress.startedAt} />
              {progress.pid !== undefined && ` · process ${progress.pid}`}
            </span>
          </>
        )
      }
    >
      {isLost && (
        <p class="note note-warning" role="status">
          The connection to the dashboard is lost; it is tried again. What is shown is what was last known.
        </p>
      )}
      {status === 'connecting' && <Skeleton rows={6} height={48} />}
      {status === 'idle' && <NothingRuns name={name} />}
      {progress && (
        <>
          <Announcer progress={progress} />
          <StepTrack progress={progress} />
          <LiveNotes name={name} progress={progress} />
          <BigNumbers progress={progress} />
          <LivePlots progress={progress} />
          <LiveTables name={name} progress={progress} />
        </>
      )}
    </Page>
  )
}

function StatusBadge({ status }: { readonly status: 'running' | 'completed' | 'failed' | 'lost' }) {
  if (status === 'running') return <RunningBadge />
  if (status === 'completed')
    return (
      <Badge tone="good" icon="good">
        Completed
      </Badge>
    )
  return (
    <Badge tone="bad" icon="bad">
      {status === 'failed' ? 'Failed' : 'Its process is gone'}
    </Badge>
  )
}
