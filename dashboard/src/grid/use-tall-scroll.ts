import type { RefObject } from 'preact'
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type TallList, type TallPosition, tallAt, tallScrolled } from './tall-scroll.ts'

/** What of a grid is in sight. */
export interface GridView extends TallPosition {
  readonly left: number
  /** Size of the part that shows cells. */
  readonly width: number
  readonly height: number
}

/** A scrolling element that is looked after. */
export interface TallScroll {
  readonly view: GridView
  /** Scrolls to a place of the whole list, and to a column's place. */
  readonly scrollTo: (to: { readonly top?: number; readonly left?: number }) => void
  readonly onScroll: () => void
}

/** Follows an element whose rows may be taller than a browser makes elements. `head` pixels at its top stand still. */
export function useTallScroll(
  place: RefObject<HTMLElement>,
  rows: number,
  sizes: { readonly rowHeight: number; readonly head: number },
): TallScroll {
  const [view, setView] = useState<GridView>({ top: 0, scrollTop: 0, left: 0, width: 0, height: 0 })
  const latest = useRef(view)
  const set = useCallback((next: GridView) => {
    latest.current = next
    setView(next)
  }, [])
  const list = (): TallList => ({ rows, rowHeight: sizes.rowHeight, view: latest.current.height })

  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const measure = () => {
      const height = Math.max(0, element.clientHeight - sizes.head)
      set({ ...latest.current, width: element.clientWidth, height })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [place, sizes.head, set])

  const onScroll = () => {
    const element = place.current
    if (element === null) return
    const now = latest.current
    const moved = element.scrollTop === now.scrollTop ? now : tallScrolled(list(), now, element.scrollTop)
    set({ ...now, top: moved.top, scrollTop: moved.scrollTop, left: element.scrollLeft })
  }

  const scrollTo: TallScroll['scrollTo'] = ({ top, left }) => {
    const element = place.current
    if (element === null) return
    const to = tallAt(list(), top ?? latest.current.top)
    set({ ...latest.current, ...to, left: left ?? latest.current.left })
    element.scrollTo({ top: to.scrollTop, left: left ?? element.scrollLeft })
  }
  return { view, scrollTo, onScroll }
}
