import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import { Badge } from '../../design/badge.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Time } from '../../design/time.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { ConfigLooks } from './config-looks.tsx'
import { TraceTables } from './trace-tables.tsx'
import { Waterfall } from './waterfall.tsx'

interface TraceOfProps {
  readonly name: string
  readonly record: RunRecord
}

/** The trace of one run. */
export function TraceOf({ name, record }: TraceOfProps) {
  const asked = Object.entries(record.asked)
  return (
    <>
      <p class="line soft">
        {record.outcome === 'completed' ? (
          <Badge tone="good" icon="good">
            Completed
          </Badge>
        ) : (
          <Badge tone="bad" icon="bad">
            Failed
          </Badge>
        )}
        <Time at={record.startedAt} isAbsolute />
        <span>
          {formatDuration(record.seconds * 1000)} · {counted(record.rows, 'row')} ·{' '}
          {counted(record.packages, 'package')}
        </span>
        {asked.map(([key, value]) => (
          <span key={key} class="mono">
            {key}={typeof value === 'string' ? value : JSON.stringify(value)}
          </span>
        ))}
      </p>
      {record.error && <ProblemNote problem={record.error} />}
      <Waterfall record={record} />
      <TraceTables name={name} record={record} />
      <ConfigLooks config={record.config} />
    </>
  )
}
