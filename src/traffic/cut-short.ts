import { MASK } from './scrub.ts'

/** A shorter beginning is that of many a word. */
const SHORTEST = 6

/** Only so much of a long key is looked for. */
const LONGEST = 400

/** A text that was cut with `…` in the middle of a secret, without the beginning of it. */
export function withoutBeginnings(text: string, secrets: readonly string[]): string {
  return text.includes('…')
    ? text
        .split('…')
        .map((part, at, all) => (at < all.length - 1 ? ended(part, secrets) : part))
        .join('…')
    : text
}

function ended(part: string, secrets: readonly string[]): string {
  const longest = Math.max(0, ...secrets.map((secret) => sharedLength(part, secret)))
  return longest === 0 ? part : `${part.slice(0, -longest)}${MASK}`
}

/** How many of the characters that a text ends with are those that a secret begins with. */
function sharedLength(part: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, part.length, LONGEST); length >= SHORTEST; length -= 1) {
    if (part.endsWith(secret.slice(0, length))) return length
  }
  return 0
}
