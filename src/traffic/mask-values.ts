import { MASK, namesSecret, type Scrubber } from './scrub.ts'

/** A JSON value without secrets: known ones anywhere, and whatever stands under a name that tells of one. */
export function maskNamed(value: unknown, scrubber: Scrubber, name = ''): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    if (namesSecret(name)) return MASK
    return typeof value === 'string'
      ? scrubber.url(value)
      : String(value) === scrubber.text(String(value))
        ? value
        : MASK
  }
  if (Array.isArray(value)) return value.map((item) => maskNamed(item, scrubber, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskNamed(inner, scrubber, key)]))
}

/** Fields of a token call that say what it is for; everything else in it may be a credential. */
const TELLING = new Set(['grant_type', 'scope', 'token_type', 'expires_in', 'audience'])

/** A JSON value with `mask` for every text in it, apart from what says what a token call is for. */
export function maskAll(value: unknown, mask = MASK, name = ''): unknown {
  if (typeof value === 'string') return TELLING.has(name) ? value : mask
  if (Array.isArray(value)) return value.map((item) => maskAll(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAll(inner, mask, key)]))
}
