import type { ComponentChildren } from 'preact'

interface EmptyProps {
  readonly title: string
  /** Why nothing is here, and what to do. */
  readonly children?: ComponentChildren
}

/** Stands where there is nothing yet. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <div class="empty-body">{children}</div>}
    </div>
  )
}
