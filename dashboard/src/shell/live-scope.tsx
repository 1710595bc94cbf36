import type { ComponentChildren } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { openLiveStore } from '../api/live-store.ts'
import { useRefresh } from '../api/refresh.ts'
import { LiveContext } from '../api/use-live.ts'

interface LiveScopeProps {
  readonly name: string
  readonly children: ComponentChildren
}

/** Follows the runs of a pipeline for all that is shown within, and asks for everything anew when one has begun or ended. */
export function LiveScope({ name, children }: LiveScopeProps) {
  const [store, setStore] = useState<ReturnType<typeof openLiveStore>>()
  useEffect(() => {
    const opened = openLiveStore(name)
    setStore(opened)
    return () => opened.close()
  }, [name])
  return (
    <LiveContext.Provider value={store}>
      <RefreshAtEnd />
      {children}
    </LiveContext.Provider>
  )
}

function RefreshAtEnd() {
  const store = useContext(LiveContext)
  const { refresh } = useRefresh()
  useEffect(() => {
    if (store === undefined) return undefined
    const moment = () => `${store.state().progress?.run} ${store.state().status}`
    let last = store.state().status === 'connecting' ? undefined : moment()
    return store.subscribe(() => {
      const now = moment()
      if (now === last) return
      if (last !== undefined) refresh()
      last = now
    })
  }, [store, refresh])
  return null
}
