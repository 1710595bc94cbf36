import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'

interface DetailsProps {
  readonly class?: string
  /** Whether it is open before anybody has opened or closed it. */
  readonly open?: boolean
  /** A `<summary>`. */
  readonly summary: ComponentChildren
  readonly children: () => ComponentChildren
}

/** A part that opens. What is in it is drawn once it is open, for it may be long. */
export function Details({ class: name, open = false, summary, children }: DetailsProps) {
  const [isOpen, setOpen] = useState(open)
  return (
    <details class={name} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      {summary}
      {isOpen && children()}
    </details>
  )
}
