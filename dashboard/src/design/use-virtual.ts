import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core'
import { useLayoutEffect, useMemo, useReducer } from 'preact/hooks'

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
  readonly scrollTo: (index: number) => void
}

const OVERSCAN = 12

/** Draws of a list of rows of equal height only those that are seen. */
export function useVirtual({ count, size, scroller, margin = 0 }: VirtualOptions): VirtualRows {
  const [, draw] = useReducer((times: number) => times + 1, 0)
  const options = {
    count,
    getScrollElement: scroller,
    estimateSize: () => size,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: OVERSCAN,
    scrollMargin: margin,
    onChange: () => draw(undefined),
  }
  // One for the life of the list; options follow below.
  const virtualizer = useMemo(() => new Virtualizer<Element, Element>(options), [])
  virtualizer.setOptions(options)
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  const items = virtualizer.getVirtualItems()
  const start = items[0]?.index ?? 0
  const end = items.length === 0 ? Math.min(count, OVERSCAN) : (items.at(-1)?.index ?? -1) + 1
  return {
    start,
    end,
    before: start * size,
    after: (count - end) * size,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}
