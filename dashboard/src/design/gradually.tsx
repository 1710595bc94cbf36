import type { ComponentChild } from 'preact'
import { useEffect, useState } from 'preact/hooks'

const AT_ONCE = 50

interface GraduallyProps {
  readonly lines: readonly ComponentChild[]
  readonly from?: number
}

/** Lines of a list that may be long: some with each picture, so that the page never stands still for all of them. */
export function Gradually({ lines, from = 0 }: GraduallyProps) {
  const [goesOn, setGoesOn] = useState(false)
  const to = from + AT_ONCE
  const hasMore = to < lines.length
  useEffect(() => {
    if (!hasMore) return undefined
    const frame = requestAnimationFrame(() => setGoesOn(true))
    return () => cancelAnimationFrame(frame)
  }, [hasMore])
  return (
    <>
      {lines.slice(from, to)}
      {hasMore && goesOn && <Gradually lines={lines} from={to} />}
    </>
  )
}
