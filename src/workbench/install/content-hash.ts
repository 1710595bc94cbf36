import { createHash } from 'node:crypto'

/** SHA3-256 of a text. How its lines end is left out, as a checkout of git may change that. */
export function contentHash(text: string): string {
  return createHash('sha3-256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}

/** SHA3-256 of a value: keys of objects in any order; `nothing` for undefined. */
export function valueHash(value: unknown): string {
  if (value === undefined) return 'nothing'
  return contentHash(JSON.stringify(value, (_key, inner: unknown) => sorted(inner)))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
