import { Link } from 'wouter-preact'
import { useLive } from '../../api/use-live.ts'
import { Icon } from '../../design/icon.tsx'
import { Time } from '../../design/time.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

/** Says that a run is going on, or that the last one was cut off, and leads to it. */
export function RunningNow({ name }: { readonly name: string }) {
  const status = useLive((state) => state.status)
  const progress = useLive((state) =>
    state.status === 'running' || state.status === 'lost' ? state.progress : undefined,
  )
  if (progress === undefined) return null
  if (status === 'lost') {
    return (
      <p class="note note-bad" role="alert">
        <Icon name="bad" />
        <span class="note-body">
          <strong>
            A run was cut off <Time at={progress.startedAt} />:
          </strong>{' '}
          its process is gone without having said how it ended. The next run goes on from what is sealed.{' '}
          <Link href={pipelinePath(name, 'live')}>See how far it was</Link>
        </span>
      </p>
    )
  }
  return (
    <Link class="running-now" href={pipelinePath(name, 'live')}>
      <span class="pulse" aria-hidden="true" />
      <strong>Running now</strong>
      <span>
        {progress.step ? `${progress.step}, ` : ''}
        {counted(progress.totals.rows, 'row')} in {formatDuration(progress.elapsed)}
      </span>
      <span class="running-now-go">Watch it</span>
    </Link>
  )
}
