import { useLayoutEffect, useState } from 'preact/hooks'
import { tallRows } from '../grid/tall-scroll.ts'

interface VirtualOptions {
  readonly count: number
  /** Height of a row in pixels. */
  readonly size: number
  /** What scrolls. */
  readonly scroller: () => Element | null
  /** Pixels between the top of what scrolls and the first row. */
  readonly margin?: number
}

/** The part of a long list that is to be drawn: rows from `start` to `end`, between spaces of these heights. */
export interface VirtualRows {
  readonly start: number
  readonly end: number
  readonly before: number
  readonly after: number
}

const BEYOND = 12

/** Draws of a list of rows of equal height only those that are seen. */
export function useVirtual({ count, size, scroller, margin = 0 }: VirtualOptions): VirtualRows {
  const [element, setElement] = useState<Element | null>(null)
  const [seen, setSeen] = useState({ first: 0, end: BEYOND })
  useLayoutEffect(() => setElement(scroller()))
  useLayoutEffect(() => {
    if (element === null) return undefined
    const look = () => {
      const list = { rows: count, rowHeight: size, view: element.clientHeight }
      const next = tallRows(list, element.scrollTop - margin, BEYOND)
      setSeen((before) => (before.first === next.first && before.end === next.end ? before : next))
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [element, count, size, margin])
  const end = Math.min(seen.end, count)
  const start = Math.min(seen.first, end)
  return { start, end, before: start * size, after: (count - end) * size }
}
