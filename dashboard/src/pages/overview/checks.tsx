import type { CheckList } from '../../../../src/dashboard/api/checks.ts'
import type { Answered as Answer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/card.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { CheckRow } from './check-row.tsx'

interface ChecksProps {
  readonly name: string
  readonly checks: Answer<CheckList>
}

/** The five questions about the last run, and what answers them. */
export function Checks({ name, checks }: ChecksProps) {
  return (
    <div id="checks">
      <Card
        flush
        title="Is the load right?"
        beside="Five checks of the last run"
        actions={
          <Button icon="refresh" size="s" kind="quiet" disabled={checks.refreshing} onClick={checks.refresh}>
            {checks.refreshing ? 'Checking…' : 'Check again'}
          </Button>
        }
      >
        <Answered
          of={checks}
          waiting={
            <div class="checks-waiting">
              <Skeleton rows={5} height={36} />
            </div>
          }
        >
          {(list) => (
            <ul class="checks">
              {list.checks.map((check) => (
                <li key={check.name}>
                  <CheckRow name={name} check={check} />
                </li>
              ))}
            </ul>
          )}
        </Answered>
      </Card>
    </div>
  )
}
