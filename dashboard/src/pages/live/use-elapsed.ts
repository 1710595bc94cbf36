import { useEffect, useState } from 'preact/hooks'
import type { RunProgress } from '../../../../src/dashboard/api/live.ts'

/** Milliseconds since the start of a run, going on between its events. */
export function useElapsed(progress: RunProgress): number {
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    setPassed(0)
    if (progress.status !== 'running') return undefined
    const from = performance.now()
    const timer = setInterval(() => setPassed(performance.now() - from), 500)
    return () => clearInterval(timer)
  }, [progress])
  return progress.elapsed + passed
}
