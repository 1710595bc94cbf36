import type { StateView } from '../../../../src/dashboard/api/state.ts'
import { Badge } from '../../design/badge.tsx'
import { Card } from '../../design/card.tsx'
import { Time } from '../../design/time.tsx'
import { counted, formatNumber } from '../../format/numbers.ts'
import { CursorSteps } from './cursor-steps.tsx'
import { movementOf, valueText } from './value-text.ts'

type Cursor = StateView['cursors'][number]

/** The cursors of incremental resources: from where to where the last run that read them moved them. */
export function Cursors({ cursors }: { readonly cursors: readonly Cursor[] }) {
  if (cursors.length === 0) {
    return (
      <Card title="Cursors">
        <p class="soft">
          No resource is incremental: each run reads everything. A resource becomes incremental by a cursor, a field
          that grows with each change, such as <code>updated_at</code>.
        </p>
      </Card>
    )
  }
  return (
    <Card flush title="Cursors" beside="Where the next run goes on from">
      <ul class="cursors">
        {cursors.map((cursor) => (
          <li key={`${cursor.source} ${cursor.resource} ${cursor.cursorPath}`}>
            <div>
              <p class="mono cursor-name">
                {cursor.resource}.{cursor.cursorPath}
              </p>
              <p class="faint">
                {cursor.source}
                {cursor.initialValue !== undefined && `, first from ${valueText(cursor.initialValue)}`}
              </p>
            </div>
            <div>
              <p class="cursor-move">
                <Movement cursor={cursor} />
              </p>
              <p class="faint">{aboutOf(cursor)}</p>
            </div>
            <div class="cursor-history">
              <CursorSteps history={cursor.history} />
              {cursor.at && (
                <span class="faint">
                  <Time at={cursor.at} />
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Movement({ cursor }: { readonly cursor: Cursor }) {
  const to = cursor.to ?? cursor.lastValue
  const movement = movementOf(cursor.from, to)
  if (movement === 'first') return <span class="mono">{valueText(cursor.lastValue)}</span>
  if (movement === 'stood still') {
    return (
      <>
        <span class="mono">{valueText(to)}</span> <Badge>stood still</Badge>
      </>
    )
  }
  return (
    <>
      <span class="mono soft">{valueText(cursor.from)}</span> <span aria-hidden="true">→</span>
      <span class="visually-hidden">to</span> <span class="mono">{valueText(to)}</span>{' '}
      {movement === 'went back' && (
        <Badge tone="warning" icon="warning">
          went back
        </Badge>
      )}
    </>
  )
}

function aboutOf({ kept, leftOut = {}, parents }: Cursor): string {
  const parts = [
    kept === undefined ? '' : `${counted(kept, 'row')} kept`,
    ...Object.entries(leftOut).map(([why, count]) => `${formatNumber(count)} left out: ${why}`),
    parents === undefined ? '' : `over ${counted(parents, 'parent')}`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}
