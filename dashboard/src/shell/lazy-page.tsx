import type { ComponentType } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { ProblemNote } from '../design/problem-note.tsx'
import { Skeleton } from '../design/skeleton.tsx'

/** A page whose code is fetched when it is first shown. */
export function lazyPage<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined
  return function LazyPage(props: Props) {
    const [state, setState] = useState<{ readonly failed: boolean }>({ failed: false })
    // Not after the first picture, which would come later by it.
    useLayoutEffect(() => {
      if (loaded !== undefined) return
      load().then(
        (component) => {
          loaded = component
          setState({ failed: false })
        },
        () => setState({ failed: true }),
      )
    }, [])
    const Loaded = loaded
    if (Loaded !== undefined) return <Loaded {...props} />
    if (state.failed) return <ProblemNote problem={NOT_FETCHED} onRetry={() => location.reload()} />
    return (
      <div class="page">
        <Skeleton rows={6} height={32} />
      </div>
    )
  }
}

const NOT_FETCHED = {
  code: 'page_not_fetched',
  message: 'The code of this page could not be fetched: the server was stopped, or is another version now.',
  hint: 'Reload the page; if that does not help, start the dashboard again with `npx tolva dashboard`.',
}
