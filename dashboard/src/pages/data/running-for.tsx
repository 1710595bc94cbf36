import { useEffect, useState } from 'preact/hooks'
import { Spinner } from '../../design/spinner.tsx'
import { formatDuration } from '../../format/duration.ts'

/** Says for how long something has been running, by the clock of `performance`. */
export function RunningFor({ since }: { readonly since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100)
    return () => clearInterval(timer)
  }, [since])
  const ms = now - since
  return <Spinner label={ms < 300 ? 'Running' : `Running for ${formatDuration(Math.round(ms / 100) * 100)}`} />
}
