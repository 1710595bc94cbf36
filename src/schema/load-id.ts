/**
 * The next load id: wall clock seconds with up to 7 decimals as dlt writes them, above `previous` even where the clock
 * stands still or goes back.
 * @param nowSeconds Seconds since 1970, microseconds as the fraction.
 * @param previous The newest id known; undefined: none.
 */
export function nextLoadId(nowSeconds: number, previous?: string): string {
  const last = previous === undefined ? 0 : Number(previous)
  const next = nowSeconds > last ? nowSeconds : nextAfter(last)
  return Number.isInteger(next) ? `${next}.0` : String(next)
}

function nextAfter(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  view.setBigUint64(0, view.getBigUint64(0) + 1n)
  return view.getFloat64(0)
}

/** The later of two load ids: another machine may have loaded since this one did, or the other way round. */
export function newestLoadId(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Number(other) > Number(one) ? other : one
}
