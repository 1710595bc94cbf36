import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import { Card } from '../../design/card.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { layOutSpans } from './lay-out-spans.ts'

const STEPS = ['sync', 'extract', 'normalize', 'load']
const MARKS = [0, 0.25, 0.5, 0.75, 1]

/** What a run did, one below the other, from its first moment to its last. */
export function Waterfall({ record }: { readonly record: RunRecord }) {
  const { rows, length } = layOutSpans(record.spans)
  return (
    <Card title="Spans" beside="Each is drawn from its first moment, as long as its own time">
      {rows.length === 0 ? (
        <p class="soft">No span is recorded of this run.</p>
      ) : (
        <div class="waterfall">
          <div class="span-row span-scale" aria-hidden="true">
            <span />
            <span class="span-marks">
              {MARKS.map((mark) => (
                <span key={mark} style={{ left: `${mark * 100}%` }}>
                  {formatDuration(mark * length)}
                </span>
              ))}
            </span>
            <span />
          </div>
          <ul class="span-rows" aria-label="Spans">
            {rows.map(({ span, depth, left, width }) => (
              <li class="span-row" key={`${span.name} ${span.start} ${span.ms}`}>
                <span class="span-name cut" style={{ paddingLeft: `${depth * 14}px` }}>
                  {span.name}
                </span>
                <span class="span-track">
                  <span
                    class={
                      span.error
                        ? 'span-bar span-failed'
                        : `span-bar span-${STEPS.indexOf(span.name.split(' ')[0] ?? '')}`
                    }
                    style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
                  />
                </span>
                <span class="span-facts">
                  <span class="visually-hidden">from {formatDuration(span.start)}, for </span>
                  <strong>{formatDuration(span.ms)}</strong> <span class="soft">{factsOf(span.facts)}</span>
                  {span.error && <span class="tone-bad"> {span.error}</span>}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  )
}

function factsOf(facts: Readonly<Record<string, string | number>>): string {
  return Object.entries(facts)
    .map(([key, value]) => {
      if (typeof value === 'string') return `${key} ${value}`
      return key.includes('bytes') ? formatBytes(value) : counted(value, key.replace(/s$/, ''), key)
    })
    .join(', ')
}
