/**
 * A value as JSON can say it without losing anything: whole numbers beyond 2^53 are texts, so are doubles that are no number, and
 * bytes are `0x…`.
 */
export function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(jsonValue)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonValue(item)]))
}
