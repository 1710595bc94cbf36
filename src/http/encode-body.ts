import { encodeQuery } from './encode-query.ts'
import type { RequestBody } from './request.ts'

/** The bytes to send and their content type; raw text has none. */
export function encodeBody(body: RequestBody): { readonly content: string; readonly contentType?: string } {
  if ('json' in body) return { content: jsonText(body.json), contentType: 'application/json' }
  if ('form' in body) return { content: encodeQuery(body.form), contentType: 'application/x-www-form-urlencoded' }
  return { content: body.text }
}

/** JSON as `JSON.stringify` writes it, but integers beyond 2^53 (`bigint`) are written in full. */
export function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item)).join(',')}]`
  if (typeof value === 'object' && value !== null && !('toJSON' in value)) {
    const members = Object.entries(value).filter(([, item]) => item !== undefined)
    return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
