import type { Pairs } from './request.ts'

/** `application/x-www-form-urlencoded`: a blank becomes `+`, everything but letters, digits and `-._~` is escaped. */
export function encodeQuery(pairs: Pairs): string {
  return pairs.map(([key, value]) => `${encodePart(key)}=${encodePart(value)}`).join('&')
}

function encodePart(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}
