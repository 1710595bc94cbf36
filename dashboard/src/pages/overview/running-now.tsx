import { Link } from 'wouter-preact'
import { useLive } from '../../api/use-live.ts'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

/** Says that a run is going on, and leads to it. */
export function RunningNow({ name }: { readonly name: string }) {
  const progress = useLive((state) => (state.status === 'running' ? state.progress : undefined))
  if (progress === undefined) return null
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
