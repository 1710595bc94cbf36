import { Link } from 'wouter-preact'
import type { RunSummary } from '../../../../src/dashboard/api/pipelines.ts'
import { Card } from '../../design/card.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { formatUtc } from '../../format/time.ts'
import { pipelinePath } from '../../url/links.ts'

const SHOWN = 30

interface RunHistoryProps {
  readonly name: string
  readonly runs: readonly RunSummary[] | undefined
}

/** The last runs as bars of their rows, failed ones marked; each leads to its trace. */
export function RunHistory({ name, runs }: RunHistoryProps) {
  const shown = (runs ?? []).slice(0, SHOWN).reverse()
  const most = Math.max(0, ...shown.map((run) => run.rows))
  const failed = shown.filter((run) => run.outcome === 'failed').length
  return (
    <Card
      title="Last runs"
      beside={
        runs &&
        [
          counted(shown.length, 'run'),
          ...(failed > 0 ? [`${failed} failed`] : []),
          ...(most > 0 ? [`up to ${counted(most, 'row')}`] : []),
        ].join(', ')
      }
    >
      {runs === undefined ? (
        <Skeleton rows={1} height={72} />
      ) : (
        <ul class="run-bars" aria-label="Last runs, the newest at the end">
          {shown.map((run) => (
            <li key={run.run}>
              <Link
                href={pipelinePath(name, 'trace', { run: run.run })}
                class={`run-bar${run.outcome === 'failed' ? ' run-failed' : ''}`}
                title={inWords(run)}
                aria-label={inWords(run)}
              >
                {run.outcome === 'failed' ? (
                  <span class="run-cross" aria-hidden="true">
                    ×
                  </span>
                ) : (
                  <span class="run-fill" style={{ height: `${Math.max(2, (run.rows / Math.max(1, most)) * 64)}px` }} />
                )}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function inWords(run: RunSummary): string {
  const what = run.outcome === 'failed' ? 'failed' : counted(run.rows, 'row')
  return `${formatUtc(new Date(run.startedAt))}: ${what}, ${formatDuration(run.seconds * 1000)}`
}
