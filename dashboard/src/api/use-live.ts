import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { LiveState, LiveStore } from './live-store.ts'

/** The stream of the pipeline that is shown. */
export const LiveContext = createContext<LiveStore | undefined>(undefined)

const NOTHING: LiveState = { status: 'connecting', progress: undefined, isLost: false }

/** A part of what is known of the run; the component is drawn anew when that part changes. Take plain values or `progress` itself. */
export function useLive<Part>(choose: (state: LiveState) => Part): Part {
  const store = useContext(LiveContext)
  const read = () => choose(store?.state() ?? NOTHING)
  const [, setPart] = useState<{ readonly part: Part }>()
  // What is chosen is a plain function of the state.
  useEffect(() => {
    if (store === undefined) return undefined
    let last = read()
    return store.subscribe(() => {
      const part = read()
      if (Object.is(part, last)) return
      last = part
      setPart({ part })
    })
  }, [store])
  return read()
}
