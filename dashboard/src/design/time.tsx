import { formatAgo, formatUtc } from '../format/time.ts'
import { useNow } from './use-now.ts'

/** A point in time as seen from now; the absolute one, in UTC, on hover. `isAbsolute` turns that around. */
export function Time({ at, isAbsolute = false }: { readonly at: string | Date; readonly isAbsolute?: boolean }) {
  const now = useNow()
  const date = typeof at === 'string' ? new Date(at) : at
  if (Number.isNaN(date.getTime())) return <span>{String(at)}</span>
  const ago = formatAgo(date, now)
  const utc = formatUtc(date)
  return (
    <time dateTime={date.toISOString()} title={isAbsolute ? ago : utc}>
      {isAbsolute ? utc : ago}
    </time>
  )
}
