/** What an answer says of the requests that are left. */
export interface RemainingRequests {
  readonly remaining: number
  /** Milliseconds until there are more. */
  readonly resetMs: number
}

type Headers = ReadonlyMap<string, string>

const PAIRS = [
  ['ratelimit-remaining', 'ratelimit-reset'],
  ['x-ratelimit-remaining', 'x-ratelimit-reset'],
  ['x-rate-limit-remaining', 'x-rate-limit-reset'],
] as const

const EPOCH_SECONDS = 1e9
const EPOCH_MS = 1e12

/**
 * Reads `RateLimit` (both drafts of the standard), `RateLimit-*`, `X-RateLimit-*` and `X-Rate-Limit-*`. A reset is seconds
 * from now, seconds or milliseconds since 1970, or a date. undefined: the headers say nothing that can be used.
 */
export function remainingRequests(headers: Headers, now: number): RemainingRequests | undefined {
  const combined = headers.get('ratelimit')
  if (combined !== undefined) return tightest(combined)
  for (const [remainingName, resetName] of PAIRS) {
    const left = headers.get(remainingName)
    if (left === undefined) continue
    const remaining = smallest(left)
    const resetMs = resetIn(headers.get(resetName), headers, now)
    return remaining === undefined || resetMs === undefined ? undefined : { remaining, resetMs }
  }
  return undefined
}

/** `"day";r=50;t=30, "minute";r=0;t=7`, or as it was before: `limit=100, remaining=0, reset=7`. The policy with least left counts. */
function tightest(text: string): RemainingRequests | undefined {
  const policies = /(^|[\s,;])r=/.test(text) ? text.split(',') : [text.replaceAll(',', ';')]
  const read = policies.flatMap((policy) => {
    const remaining = /(?:^|[\s;])(?:r|remaining)=(\d+)/.exec(policy)?.[1]
    const reset = /(?:^|[\s;])(?:t|reset)=(\d+)/.exec(policy)?.[1]
    return remaining === undefined || reset === undefined || Number(reset) === 0
      ? []
      : [{ remaining: Number(remaining), resetMs: Number(reset) * 1000 }]
  })
  return read.toSorted((a, b) => a.remaining - b.remaining || b.resetMs - a.resetMs)[0]
}

/** A header that came twice has several numbers. */
function smallest(text: string): number | undefined {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  return numbers.some(Number.isNaN) ? undefined : Math.max(0, Math.min(...numbers))
}

function resetIn(header: string | undefined, headers: Headers, now: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.split(',').at(-1)?.trim() ?? ''
  const number = text === '' ? Number.NaN : Number(text)
  const at = Number.isNaN(number) ? Date.parse(text) : number >= EPOCH_MS ? number : number * 1000
  const isDelta = number < EPOCH_SECONDS
  const ms = isDelta ? at : at - serverNow(headers, now)
  return ms > 0 ? ms : undefined
}

/** A reset at a time is measured by the server's clock, which need not be ours. */
function serverNow(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(date) ? now : date
}
