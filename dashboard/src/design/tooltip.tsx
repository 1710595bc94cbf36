import type { ComponentChildren } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'

interface TooltipProps {
  readonly text: string
  readonly children: ComponentChildren
}

/** An explanation that comes on hover and on focus. */
export function Tooltip({ text, children }: TooltipProps) {
  const id = useId()
  const around = useRef<HTMLSpanElement>(null)
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number }>()
  const show = () => {
    const box = around.current?.getBoundingClientRect()
    if (box) setPlace({ left: Math.min(box.left, innerWidth - 300), top: box.bottom + 6 })
  }
  const hide = () => setPlace(undefined)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only shows more about what is in it
    <span
      ref={around}
      class="tooltip-around"
      aria-describedby={place ? id : undefined}
      onMouseEnter={show}
      onMouseLeave={hide}
      onFocusCapture={show}
      onBlurCapture={hide}
    >
      {children}
      {place && (
        <span id={id} role="tooltip" class="tooltip" style={{ left: `${place.left}px`, top: `${place.top}px` }}>
          {text}
        </span>
      )}
    </span>
  )
}
