/** Headers that speak of how many requests are allowed, as they came. */
export function findLimits(headers: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...headers].filter(([name]) => /rate-?limit|retry-after|api-call-limit|throttle/.test(name)),
  )
}
