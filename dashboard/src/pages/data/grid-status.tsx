import { useState } from 'preact/hooks'
import type { Grid } from '../../../../src/dashboard/api/data.ts'
import { Badge } from '../../design/badge.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted, formatNumber } from '../../format/numbers.ts'

interface GridStatusProps {
  /** Rows in sight, counted from 1. */
  readonly sight: { readonly first: number; readonly last: number }
  /** Undefined: they are being counted. */
  readonly total: number | undefined
  readonly answer: Pick<Grid, 'ms' | 'limited'> | undefined
  /** Goes to a row, counted from 1; absent where all are in sight. */
  readonly onGo?: (row: number) => void
}

/** Below a grid: where in it one is, how long it took, and what cut it short. */
export function GridStatus({ sight, total, answer, onGo }: GridStatusProps) {
  const [text, setText] = useState('')
  const isAll = total !== undefined && sight.first <= 1 && sight.last >= total
  const rows =
    answer === undefined
      ? ''
      : isAll
        ? counted(total, 'row')
        : `Rows ${formatNumber(sight.first)}–${formatNumber(sight.last)} of ${total === undefined ? '…' : formatNumber(total)}`
  const go = (event: Event) => {
    event.preventDefault()
    const row = Number(text.replace(/[\s,._]/g, ''))
    if (Number.isInteger(row) && row >= 1) onGo?.(row)
  }
  return (
    <footer class="grid-status">
      <span class="grid-status-rows">{rows}</span>
      {answer && <span class="faint">{formatDuration(answer.ms)}</span>}
      {answer?.limited.map((limit) => (
        <Badge key={limit.by} tone="warning" icon="warning">
          {limit.text}
        </Badge>
      ))}
      {onGo && !isAll && (
        <form class="grid-status-go" onSubmit={go}>
          <input
            class="input"
            inputMode="numeric"
            aria-label="Go to row"
            placeholder="Go to row"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </form>
      )}
    </footer>
  )
}
