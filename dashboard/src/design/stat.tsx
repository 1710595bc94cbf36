import type { ComponentChildren } from 'preact'

interface StatProps {
  readonly label: string
  readonly value: ComponentChildren
  /** Below the value, in small. */
  readonly about?: ComponentChildren
  readonly title?: string
}

/** One number that matters, in a {@link StatRow}. */
export function Stat({ label, value, about, title }: StatProps) {
  return (
    <div class="stat" title={title}>
      <dt>{label}</dt>
      <dd class="stat-value">{value}</dd>
      {about && <dd class="stat-about">{about}</dd>}
    </div>
  )
}

/** Numbers side by side. */
export function StatRow({ children }: { readonly children: ComponentChildren }) {
  return <dl class="stat-row">{children}</dl>
}
