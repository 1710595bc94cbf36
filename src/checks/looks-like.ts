/** What texts of a column all are, so that another type would hold them. */
export type LooksLike = 'number' | 'date' | 'boolean' | 'json'

/** So many different values must say the same, or it may be chance. */
const FEWEST = 5

const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d+)?$/
const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|[+-]\d\d:?\d\d))?)?$/
const BOOLEAN = /^(true|false)$/i
/** Digits that nobody counts with. */
const CODES =
  /(^|_)(id|ids|code|zip|postal|postcode|phone|mobile|fax|number|no|nr|version|sku|ean|isbn|iban|key|hash|uuid|ref)$/i

/** What all values are; undefined: nothing that another type would hold better. Empty texts say nothing. */
export function looksLike(column: string, values: readonly string[]): LooksLike | undefined {
  const texts = new Set(values.filter((value) => value !== ''))
  if (texts.size === 0) return undefined
  const all = (is: (text: string) => boolean) => [...texts].every(is)
  if (all((text) => BOOLEAN.test(text)) && values.length >= FEWEST) return 'boolean'
  if (texts.size < FEWEST) return undefined
  if (all((text) => NUMBER.test(text))) return CODES.test(column) ? undefined : 'number'
  if (all((text) => DATE.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T'))))) return 'date'
  return all(isJson) ? 'json' : undefined
}

/** Seconds or milliseconds since 1970, from 2001 to 2035, under a name that speaks of time. */
export function looksLikeTime(column: string, values: readonly number[]): 'seconds' | 'milliseconds' | undefined {
  if (new Set(values).size < FEWEST) return undefined
  if (!/(^|_)(at|on|ts|time|date|timestamp|created|updated|modified|seen|expires|since|until)$/i.test(column))
    return undefined
  const within = (scale: number) => values.every((value) => value >= 1e9 * scale && value < 2.05e9 * scale)
  return within(1) ? 'seconds' : within(1000) ? 'milliseconds' : undefined
}

/** Amounts of money: a name that says so, and never more than four digits behind the point. */
export function looksLikeMoney(column: string, values: readonly number[]): boolean {
  if (!/(^|_)(price|amount|total|subtotal|cost|balance|fee|tax|revenue|salary|payment|refund|discount)$/i.test(column))
    return false
  return (
    new Set(values).size >= FEWEST && values.every((value) => Math.abs(value * 1e4 - Math.round(value * 1e4)) < 1e-6)
  )
}

/** Cut to a length it is no longer whole, but begins like it. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return text.length >= 200 && /^\s*(\{\s*"|\[)/.test(text)
  }
}
