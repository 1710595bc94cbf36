import type { Rule } from './identifier.ts'

/** Keeps every character but line breaks, quotes and its own path separator `▶`. */
export const direct: Rule = {
  name: 'direct',
  caseSensitive: true,
  separator: '▶',
  normalize: (identifier) => identifier.replace(/[\n\r'"▶]/g, '_'),
}
