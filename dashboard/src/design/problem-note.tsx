import type { Problem } from '../../../src/dashboard/api/problem.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Message } from './message.tsx'

interface ProblemNoteProps {
  readonly problem: Pick<Problem, 'code' | 'message' | 'hint'>
  /** Before the message: `The destination could not be asked.` */
  readonly lead?: string
  /** `warning`: the rest of the page is there. */
  readonly tone?: 'bad' | 'warning'
  readonly onRetry?: () => void
}

/** What went wrong and what is to be done. */
export function ProblemNote({ problem, lead, tone = 'bad', onRetry }: ProblemNoteProps) {
  return (
    <div class={`note note-${tone}`} role={tone === 'bad' ? 'alert' : 'note'}>
      <Icon name={tone} />
      <div class="note-body">
        <Message message={problem.message} hint={problem.hint} lead={lead} />
        <p class="note-code">
          <code>{problem.code}</code>
        </p>
      </div>
      {onRetry && (
        <Button icon="refresh" size="s" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
