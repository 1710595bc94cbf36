import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'

interface PageProps {
  /** The heading, and with the pipeline's name the title of the window. */
  readonly title: string
  readonly of?: string | undefined
  /** Beside the heading: a badge, a few words. */
  readonly beside?: ComponentChildren
  readonly actions?: ComponentChildren
  /** Takes the whole height and scrolls within: grids, diagrams. */
  readonly fills?: boolean
  readonly children: ComponentChildren
}

/** A page: heading, actions, content. */
export function Page({ title, of, beside, actions, fills = false, children }: PageProps) {
  useEffect(() => {
    document.title = of === undefined ? `${title} · tolva` : `${of} · ${title} · tolva`
  }, [title, of])
  return (
    <div class={fills ? 'page page-fills' : 'page'}>
      <header class="page-head">
        <h1>{title}</h1>
        {beside && <div class="page-beside">{beside}</div>}
        {actions && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
