/**
 * A signal that breaks off what is under way: some time after `stop` has asked for an end, and at once where `other` aborts.
 * Dispose it when nothing is under way any more.
 */
export function breakingSignal(
  stop: AbortSignal | undefined,
  { graceMs, other }: { readonly graceMs: number; readonly other?: AbortSignal | undefined },
): { readonly signal: AbortSignal } & Disposable {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const onStop = () => {
    if (graceMs === 0) late.abort(stop?.reason)
    else timer = setTimeout(() => late.abort(stop?.reason), graceMs)
  }
  if (stop?.aborted) onStop()
  else stop?.addEventListener('abort', onStop, { once: true })
  return {
    signal: other === undefined ? late.signal : AbortSignal.any([late.signal, other]),
    [Symbol.dispose]() {
      clearTimeout(timer)
      stop?.removeEventListener('abort', onStop)
    },
  }
}
