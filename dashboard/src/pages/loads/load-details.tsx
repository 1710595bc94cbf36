import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Button } from '../../design/button.tsx'
import { Code } from '../../design/code.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Stat, StatRow } from '../../design/stat.tsx'
import { Time } from '../../design/time.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatNumber } from '../../format/numbers.ts'
import { LoadChanges } from './load-changes.tsx'
import { LoadJobs } from './load-jobs.tsx'
import { LoadRows } from './load-rows.tsx'
import { LoadState } from './load-state.tsx'

interface LoadDetailsProps {
  readonly name: string
  readonly loadId: string
  readonly onClose: () => void
}

/** One load: what became of it, its files, its rows there now, what it changed. */
export function LoadDetails({ name, loadId, onClose }: LoadDetailsProps) {
  const answer = useAnswer({ route: 'load', params: { name, loadId } })
  return (
    <section class="card load-details" aria-label={`Load ${loadId}`}>
      <header class="load-head">
        <h2 class="mono">{loadId}</h2>
        <Button icon="close" kind="quiet" size="s" label="Close the load" onClick={onClose} />
      </header>
      <Answered of={answer} waiting={<Skeleton rows={6} height={32} />}>
        {(load) => (
          <>
            <p class="line soft">
              <LoadState state={load.state} />
              {load.at && <Time at={load.at} isAbsolute />}
            </p>
            {load.failure && <ProblemNote problem={load.failure} />}
            {load.next.length > 0 && (
              <div class="stack-s">
                <h3>What to do</h3>
                {load.next.map((one) => (
                  <div key={one.command}>
                    <p class="soft">{one.what}</p>
                    <Code text={one.command} />
                  </div>
                ))}
              </div>
            )}
            <StatRow>
              <Stat label="Rows" value={load.rows === undefined ? '–' : formatNumber(load.rows)} />
              <Stat label="Size" value={load.bytes === undefined ? '–' : formatBytes(load.bytes)} />
              <Stat label="Files" value={load.jobs === undefined ? '–' : formatNumber(load.jobs)} />
            </StatRow>
            <LoadChanges name={name} load={load} />
            <LoadRows name={name} load={load} />
            <LoadJobs jobs={load.jobList} />
          </>
        )}
      </Answered>
    </section>
  )
}
