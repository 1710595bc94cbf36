import { createContext } from 'preact'
import { useContext, useEffect, useReducer, useRef } from 'preact/hooks'
import type { LiveState, LiveStore } from './live-store.ts'

/** The stream of the pipeline that is shown. */
export const LiveContext = createContext<LiveStore | undefined>(undefined)

const NOTHING: LiveState = { status: 'connecting', progress: undefined, isLost: false }

/** A part of what is known of the run; the component is drawn anew when that part changes. Take plain values or `progress` itself. */
export function useLive<Part>(choose: (state: LiveState) => Part): Part {
  const store = useContext(LiveContext)
  const read = () => choose(store?.state() ?? NOTHING)
  const drawn = useRef<Part>()
  const [, draw] = useReducer((times: number) => times + 1, 0)
  // What is chosen is a plain function of the state.
  useEffect(() => {
    if (store === undefined) return undefined
    const look = () => {
      if (!Object.is(read(), drawn.current)) draw(undefined)
    }
    // An event may have come since this was drawn, and of a run that is over no other follows.
    look()
    return store.subscribe(look)
  }, [store])
  const part = read()
  drawn.current = part
  return part
}
