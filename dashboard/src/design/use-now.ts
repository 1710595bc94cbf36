import { useEffect, useState } from 'preact/hooks'

const TICK_MS = 10_000

/** The time, told anew every ten seconds. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
