import { guardLeadingDigit, joinUnderscores, keepAlphanumerics, type Rule } from './identifier.ts'

const REDUCED: { readonly [char: string]: string } = { '+': 'x', '-': '_', '*': 'x', '@': 'a', '|': 'l' }

function normalize(identifier: string): string {
  const reduced = keepAlphanumerics(identifier.replace(/[-+*@|]/g, (char) => REDUCED[char]!))
  const snake = reduced
    .replace(/([^_])([A-Z][a-z]+)/gu, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
  const guarded = guardLeadingDigit(snake)
  const stripped = guarded.replace(/_+$/, '')
  return joinUnderscores(stripped + 'x'.repeat(guarded.length - stripped.length))
}

/** The default: lower case, words split by underscores, a reduced alphabet. */
export const snakeCase: Rule = { name: 'snake_case', caseSensitive: false, separator: '__', normalize }
