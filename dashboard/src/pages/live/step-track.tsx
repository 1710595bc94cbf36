import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { Icon } from '../../design/icon.tsx'
import { formatDuration } from '../../format/duration.ts'

const STEPS = ['sync', 'extract', 'normalize', 'load'] as const
type StepState = 'waits' | 'goes' | 'done' | 'failed'

const WORDS: { readonly [Key in StepState]: string } = {
  waits: 'not yet begun',
  goes: 'going on',
  done: 'done',
  failed: 'failed',
}

/** The steps of a run, which are done and which goes on, and what it waits for now. */
export function StepTrack({ progress }: { readonly progress: RunProgress }) {
  const { status, waiting } = progress
  return (
    <div>
      <ol class="step-track" aria-label="Steps">
        {STEPS.map((name) => {
          const step = progress.steps.find((one) => one.step === name)
          const state = stateOf(progress, name)
          return (
            <li key={name} class={`step-${state}`} aria-current={state === 'goes' ? 'step' : undefined}>
              <span class="step-sign">
                {state === 'done' && <Icon name="check" size={14} />}
                {state === 'failed' && <Icon name="bad" size={14} />}
                {state === 'goes' && <span class="pulse" aria-hidden="true" />}
              </span>
              <span class="step-name">{name}</span>
              <span class="step-time">
                {step?.seconds === undefined ? WORDS[state] : formatDuration(step.seconds * 1000)}
                {step?.seconds !== undefined && <span class="visually-hidden"> {WORDS[state]}</span>}
              </span>
            </li>
          )
        })}
      </ol>
      {status === 'running' && (
        <p class="live-now">
          {waiting !== undefined && (
            <>
              <Icon name="clock" size={14} /> Waits: {waiting}
            </>
          )}
        </p>
      )}
    </div>
  )
}

function stateOf(progress: RunProgress, name: (typeof STEPS)[number]): StepState {
  const step = progress.steps.find((one) => one.step === name)
  if (step?.error !== undefined) return 'failed'
  const isOver = progress.status !== 'running'
  if (step === undefined || (step.startedAt === undefined && step.seconds === undefined)) return 'waits'
  if (step.seconds !== undefined && progress.step !== name) return 'done'
  if (!isOver) return 'goes'
  return progress.status === 'completed' ? 'done' : 'failed'
}
