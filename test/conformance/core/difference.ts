/** Compares two JSON-like documents; objects by key whatever the order, lists in order. At most `limit` lines. */
export function differences(expected: unknown, actual: unknown, path: string, limit = 5): string[] {
  const found: string[] = []
  walk(expected, actual, path)
  return found

  function walk(left: unknown, right: unknown, at: string): void {
    if (found.length >= limit || same(left, right)) return
    if (Array.isArray(left) && Array.isArray(right)) {
      if (left.length !== right.length)
        found.push(`${at}: ${left.length} items recorded, ${right.length} now: ${short(left)} / ${short(right)}`)
      for (const [index, item] of left.entries()) if (index < right.length) walk(item, right[index], `${at}[${index}]`)
      return
    }
    if (isPlain(left) && isPlain(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
        if (!Object.hasOwn(right, key)) found.push(`${at}.${key}: missing, recorded ${short(left[key])}`)
        else if (!Object.hasOwn(left, key)) found.push(`${at}.${key}: not recorded, now ${short(right[key])}`)
        else walk(left[key], right[key], `${at}.${key}`)
      }
      return
    }
    found.push(`${at}: recorded ${short(left)}, now ${short(right)}`)
  }
}

/** A value as one short line. */
export function short(value: unknown): string {
  const text =
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ?? 'undefined'
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

function same(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  return isInteger(left) && isInteger(right) && BigInt(left) === BigInt(right)
}

function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
