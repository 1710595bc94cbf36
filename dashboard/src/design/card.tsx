import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface CardProps {
  readonly title?: string
  /** Beside the title, in small. */
  readonly beside?: ComponentChildren
  readonly actions?: ComponentChildren
  /** Content reaches the edges: tables. */
  readonly flush?: boolean
  readonly children: ComponentChildren
}

/** A part of a page with its own heading. */
export function Card({ title, beside, actions, flush = false, children }: CardProps) {
  const id = useId()
  return (
    <section class={flush ? 'card card-flush' : 'card'} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <header class="card-head">
          <h2 id={id}>{title}</h2>
          {beside && <div class="card-beside">{beside}</div>}
          {actions && <div class="card-actions">{actions}</div>}
        </header>
      )}
      <div class="card-body">{children}</div>
    </section>
  )
}
