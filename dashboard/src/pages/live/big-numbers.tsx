import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { Stat, StatRow } from '../../design/stat.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatDuration } from '../../format/duration.ts'
import { counted, formatCompact, formatNumber } from '../../format/numbers.ts'
import { useElapsed } from './use-elapsed.ts'

/** How much there is by now, and how fast it comes. */
export function BigNumbers({ progress }: { readonly progress: RunProgress }) {
  const { totals } = progress
  const elapsed = useElapsed(progress)
  const troubles = [
    totals.refused > 0 ? `${formatNumber(totals.refused)} refused` : '',
    totals.retries > 0 ? `${formatNumber(totals.retries)} tried again` : '',
  ].filter((text) => text !== '')
  return (
    <section class="card big-numbers" aria-label="Totals">
      <StatRow>
        <Stat
          label="Rows"
          value={formatCompact(totals.rows)}
          title={formatNumber(totals.rows)}
          about={`${formatCompact(totals.rowsPerSecond)} a second`}
        />
        <Stat label="Elapsed" value={formatDuration(elapsed)} about={whyNotMoving(totals)} />
        <Stat
          label="Pages"
          value={formatCompact(totals.pages)}
          about={counted(progress.resources.length, 'resource')}
        />
        <Stat label="Read" value={formatBytes(totals.bytes)} about={`${formatBytes(totals.bytesPerSecond)} a second`} />
        <Stat label="Requests" value={formatCompact(totals.requests)} about={troubles.join(', ') || 'none refused'} />
        <Stat label="Memory" value={totals.memory > 0 ? formatBytes(totals.memory) : '–'} about="of its process" />
      </StatRow>
    </section>
  )
}

function whyNotMoving({ waits, waitedMs }: RunProgress['totals']): string {
  return waits === 0 ? 'never had to wait' : `waited ${formatDuration(waitedMs)}, ${counted(waits, 'time')}`
}
