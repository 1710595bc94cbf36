import { useEffect } from 'preact/hooks'

/** Calls a function every so often while the page is seen, and at once when it is seen again. */
export function usePolling(call: () => void, ms: number): void {
  useEffect(() => {
    const ask = () => {
      if (!document.hidden) call()
    }
    const timer = setInterval(ask, ms)
    document.addEventListener('visibilitychange', ask)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [call, ms])
}
