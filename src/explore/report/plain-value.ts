/** A value as JSON holds it: whole numbers beyond 2^53 as texts, times as ISO texts, bytes as `0x…`; undefined is null. */
export function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return String(value)
  if (typeof value !== 'object') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array)
    return `0x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  if (Array.isArray(value)) return value.map(plainValue)
  if (value instanceof Map) return plainValue(Object.fromEntries(value))
  if (value instanceof Set) return [...value].map(plainValue)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainValue(one)]))
}
