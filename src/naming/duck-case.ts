import { joinUnderscores, type Rule } from './identifier.ts'

/** Keeps every character but line breaks and double quotes. */
export const duckCase: Rule = {
  name: 'duck_case',
  caseSensitive: true,
  separator: '__',
  normalize: (identifier) => joinUnderscores(identifier.replace(/[\n\r"]/g, '_')),
}
