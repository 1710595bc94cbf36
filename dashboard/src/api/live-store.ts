import type { RunProgress } from '../../../src/dashboard/api/live.ts'
import { urlOf } from './call.ts'

/** What is known of a pipeline's run. `connecting`: nothing yet; `idle`: none has run here. */
export interface LiveState {
  readonly status: 'connecting' | 'idle' | RunProgress['status']
  readonly progress: RunProgress | undefined
  /** The server cannot be reached now; it is tried again. */
  readonly isLost: boolean
}

/** Follows a pipeline's run, for as many listeners as there are, by one stream. */
export interface LiveStore {
  readonly state: () => LiveState
  /** Gives what ends it. */
  readonly subscribe: (listener: () => void) => () => void
  readonly close: () => void
}

const FIRST: LiveState = { status: 'connecting', progress: undefined, isLost: false }

/**
 * Opens the stream of a pipeline. While the page is hidden it is closed: a browser lets only six connections to the
 * server be open for all of its tabs.
 */
export function openLiveStore(name: string): LiveStore {
  const listeners = new Set<() => void>()
  let state = FIRST
  let events: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_WAIT_MS

  const change = (next: LiveState) => {
    state = next
    for (const listener of listeners) listener()
  }
  const open = () => {
    if (events !== undefined || document.hidden) return
    events = new EventSource(urlOf({ route: 'live', params: { name } }))
    events.addEventListener('open', () => {
      wait = FIRST_WAIT_MS
    })
    events.addEventListener('progress', (event) => {
      const progress: RunProgress = JSON.parse(event.data)
      change({ status: progress.status, progress, isLost: false })
    })
    events.addEventListener('idle', () => change({ status: 'idle', progress: undefined, isLost: false }))
    events.addEventListener('error', () => {
      if (state.status !== 'connecting' || !state.isLost) change({ ...state, isLost: true })
      // A browser tries again by itself, but not after an answer that was an error.
      if (events?.readyState !== EventSource.CLOSED) return
      close()
      retry = setTimeout(open, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    })
  }
  const close = () => {
    clearTimeout(retry)
    events?.close()
    events = undefined
  }
  const onVisible = () => (document.hidden ? close() : open())
  document.addEventListener('visibilitychange', onVisible)
  open()
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      document.removeEventListener('visibilitychange', onVisible)
      close()
    },
  }
}

const FIRST_WAIT_MS = 2000
const LONGEST_WAIT_MS = 30_000
