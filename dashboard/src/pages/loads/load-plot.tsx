import { useMemo, useState } from 'preact/hooks'
import type { LoadList } from '../../../../src/dashboard/api/loads.ts'
import { Card } from '../../design/card.tsx'
import { counted, formatCompact, formatNumber } from '../../format/numbers.ts'
import { formatUtc } from '../../format/time.ts'
import { roundAbove } from '../../plot/plot-scale.ts'
import { LoadBar } from './load-bar.tsx'
import { type StackBar, stackOf } from './stack-of.ts'

const MOST = 120
/** Fewer do not reach the right edge, where the time of the last one stands. */
const FILLS_WIDTH = 30

interface LoadPlotProps {
  readonly loads: LoadList['loads']
  readonly chosen: string | undefined
  readonly onChoose: (loadId: string) => void
}

/** Rows of each load by table, over the last loads. The list below has the same in words, and is what keys reach. */
export function LoadPlot({ loads, chosen, onChoose }: LoadPlotProps) {
  const stack = useMemo(() => stackOf(loads, MOST), [loads])
  const [over, setOver] = useState<StackBar>()
  const top = roundAbove(stack.top)
  const said = over ?? stack.bars.find((bar) => bar.load.loadId === chosen)
  const hasFailed = stack.bars.some((bar) => bar.load.state === 'failed' || bar.load.state === 'aborted')
  return (
    <Card
      title="Rows per load"
      beside={
        said
          ? `${atOf(said)}: ${said.parts ? counted(said.total, 'row') : 'rows not known here'}, ${said.load.state}`
          : stack.bars.length === 1
            ? 'one load'
            : `the last ${stack.bars.length} loads, the newest at the end`
      }
    >
      <div class="load-plot" aria-hidden="true" onMouseLeave={() => setOver(undefined)}>
        <div class="load-scale">
          {[1, 0.5, 0].map((share) => (
            <span key={share} style={{ bottom: `${share * 100}%` }}>
              {formatCompact(share * top)}
            </span>
          ))}
        </div>
        <div class="load-bars">
          {stack.bars.map((bar) => (
            <LoadBar
              key={bar.load.loadId}
              bar={bar}
              layers={stack.layers}
              top={top}
              isChosen={bar.load.loadId === chosen}
              onOver={() => setOver(bar)}
              onChoose={() => onChoose(bar.load.loadId)}
            />
          ))}
        </div>
        <div class="load-times">
          <span>{atOf(stack.bars[0])}</span>
          {stack.bars.length >= FILLS_WIDTH && <span>{atOf(stack.bars.at(-1))}</span>}
        </div>
      </div>
      <ul class="legend" aria-label="Tables">
        {stack.layers.map((layer, index) => (
          <li key={layer.table}>
            <span class="legend-dot" style={{ background: `var(${layer.color})` }} aria-hidden="true" />
            <span class="mono">{layer.table}</span>
            {said?.parts && <strong>{formatNumber(said.parts[index] ?? 0)}</strong>}
          </li>
        ))}
        {hasFailed && (
          <li>
            <span class="load-cross" aria-hidden="true">
              ×
            </span>
            failed or aborted
          </li>
        )}
      </ul>
    </Card>
  )
}

function atOf(bar: StackBar | undefined): string {
  const at = bar?.load.at
  return at === undefined ? '' : formatUtc(new Date(at)).replace(/:\d\d UTC$/, ' UTC')
}
