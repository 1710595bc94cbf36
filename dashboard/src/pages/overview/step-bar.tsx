import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import { formatDuration } from '../../format/duration.ts'

const STEPS = ['sync', 'extract', 'normalize', 'load']

interface StepBarProps {
  /** Undefined while they are on their way: the place is kept. */
  readonly spans: RunRecord['spans'] | undefined
  /** Milliseconds of the run. */
  readonly total: number
}

/** How the time of a run was spent, step by step. Steps that go on side by side are given their own time each. */
export function StepBar({ spans, total }: StepBarProps) {
  const steps = STEPS.flatMap((name, index) => {
    const own = (spans ?? []).filter((span) => span.name === name)
    const ms = own.reduce((sum, span) => sum + span.ms, 0)
    return own.length === 0 ? [] : [{ name, ms, index, error: own.find((span) => span.error)?.error }]
  })
  const whole = Math.max(
    total,
    steps.reduce((sum, step) => sum + step.ms, 0),
  )
  return (
    <div class="steps">
      <div class="steps-bar" aria-hidden="true">
        {steps.map((step) => (
          <span
            key={step.name}
            class={step.error ? 'step-fill step-failed' : `step-fill step-${step.index}`}
            style={{ width: `${(step.ms / whole) * 100}%` }}
          />
        ))}
      </div>
      <ul class="steps-legend" aria-label="Time of each step">
        {steps.map((step) => (
          <li key={step.name}>
            <span class={step.error ? 'step-dot step-failed' : `step-dot step-${step.index}`} aria-hidden="true" />
            {step.name} <strong>{formatDuration(step.ms)}</strong>
            {step.error && <span class="tone-bad"> failed</span>}
          </li>
        ))}
        {steps.length === 0 && <li>&nbsp;</li>}
      </ul>
    </div>
  )
}
