import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import './popover.css'

interface PopoverProps {
  /** Its accessible name. */
  readonly label: string
  /** What it belongs to. */
  readonly at: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>
  readonly onClose: () => void
  readonly children: ComponentChildren
}

const EDGE = 8

/** A small window beside what opened it; Escape or a press elsewhere closes it, and the focus goes back. */
export function Popover({ label, at, onClose, children }: PopoverProps) {
  const place = useRef<HTMLDivElement>(null)
  const [spot, setSpot] = useState({ left: at.left, top: at.bottom + 4 })
  const close = useRef(onClose)
  close.current = onClose

  useLayoutEffect(() => {
    const box = place.current?.getBoundingClientRect()
    if (box === undefined) return
    const left = Math.max(EDGE, Math.min(at.left, innerWidth - box.width - EDGE))
    const below = at.bottom + 4
    const fits = below + box.height + EDGE <= innerHeight
    setSpot({ left, top: fits ? below : Math.max(EDGE, innerHeight - box.height - EDGE) })
  }, [at])

  useEffect(() => {
    const before = document.activeElement
    place.current?.querySelector<HTMLElement>('input, select, textarea, button, [tabindex="0"]')?.focus()
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) close.current()
    }
    document.addEventListener('pointerdown', onPress, true)
    return () => {
      document.removeEventListener('pointerdown', onPress, true)
      if (
        before instanceof HTMLElement &&
        (document.activeElement === document.body || place.current?.contains(document.activeElement))
      )
        before.focus()
    }
  }, [])

  return (
    <div
      ref={place}
      class="popover"
      role="dialog"
      aria-label={label}
      data-own-keys
      style={{ left: `${spot.left}px`, top: `${spot.top}px` }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      {children}
    </div>
  )
}
