import type { HttpRequest } from '../../http/request.ts'

const SIZE_PARAM =
  /^(\$?top|\$?limit|first|take|count|size|rows|max_?results|(per|page)_?(size|limit|page)|page\[(size|limit)\])$/i
/** Numbers of rows that APIs like to send as a page. */
const USUAL_SIZES = new Set([
  10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120, 150, 200, 250, 300, 400, 500, 1000, 2000, 5000, 10_000,
])

/** Whether APIs like to send so many rows as a page. */
export function isUsualSize(rows: number): boolean {
  return USUAL_SIZES.has(rows)
}

/** Why an answer looks like one page of several: `as many as limit=40 asks for`; undefined: it does not. @param options.bySize A usual number of rows is a reason, too: of many answers some have it anyway. */
export function whyFull(
  rows: number,
  { params, url }: HttpRequest,
  { bySize }: { readonly bySize: boolean },
): string | undefined {
  if (rows === 0) return undefined
  const all = [...new URL(url).searchParams, ...params]
  const asked = all.find(([name, value]) => SIZE_PARAM.test(name) && value === String(rows))
  if (asked !== undefined) return `as many as ${asked[0]}=${asked[1]} asks for`
  return bySize && isUsualSize(rows) ? 'a usual size of a page' : undefined
}
