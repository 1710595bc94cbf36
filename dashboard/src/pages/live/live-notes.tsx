import { Link } from 'wouter-preact'
import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { Hint } from '../../design/hint.tsx'
import { Icon } from '../../design/icon.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

interface LiveNotesProps {
  readonly name: string
  readonly progress: RunProgress
}

/** What a run warns of, and how it ended. */
export function LiveNotes({ name, progress }: LiveNotesProps) {
  const { status, error, warnings, totals } = progress
  return (
    <>
      {error && <ProblemNote problem={error} lead="The run failed." />}
      {status === 'lost' && (
        <div class="note note-bad" role="alert">
          <Icon name="bad" />
          <div class="note-body">
            <p>
              Its process{progress.pid === undefined ? '' : ` ${progress.pid}`} is gone without having said how it
              ended: it was killed, or the machine went down.
            </p>
            <Hint text="Nothing is lost that was sealed: run it again, and it goes on from there." />
          </div>
        </div>
      )}
      {status === 'completed' && (
        <p class="note note-good">
          <Icon name="good" />
          <span class="note-body">
            Done: {counted(totals.rows, 'row')} in {formatDuration(progress.elapsed)}.{' '}
            <Link href={pipelinePath(name)}>Is the load right?</Link>
          </span>
        </p>
      )}
      {warnings.length > 0 && (
        <ul class="note note-warning live-warnings" aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={`${warning.code} ${warning.message}`}>
              <Icon name="warning" size={14} />
              <span>{warning.message}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
