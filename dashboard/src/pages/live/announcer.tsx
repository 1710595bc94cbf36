import { useEffect, useRef, useState } from 'preact/hooks'
import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'

const EVERY_MS = 15_000

/** Tells those who cannot see how far the run is: four times a minute, and at once when it ends. */
export function Announcer({ progress }: { readonly progress: RunProgress }) {
  const [text, setText] = useState('')
  const told = useRef({ at: Number.NEGATIVE_INFINITY, status: '' })
  useEffect(() => {
    const now = performance.now()
    if (progress.status === told.current.status && now - told.current.at < EVERY_MS) return
    told.current = { at: now, status: progress.status }
    setText(inWords(progress))
  }, [progress])
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  )
}

function inWords({ status, step, totals, elapsed }: RunProgress): string {
  const what = `${counted(totals.rows, 'row')} and ${counted(totals.pages, 'page')} in ${formatDuration(elapsed)}`
  if (status === 'running') return `Running${step ? `, ${step}` : ''}: ${what}`
  if (status === 'completed') return `The run has completed: ${what}`
  return status === 'failed' ? `The run has failed after ${what}` : `The process of the run is gone after ${what}`
}
