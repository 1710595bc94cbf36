import { entriesOf } from '../../../src/values/exact-json.ts'

/** Rows of a case as JSON text, keys in their order and numbers as they were written; undefined: some value is none that JSON can carry. */
export function jsonText(value: unknown): string | undefined {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return joined(value.map(jsonText), '[', ']')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = entriesOf({ ...value })
  const [first] = entries
  if (entries.length === 1 && first !== undefined && first[0].startsWith('$')) return lexeme(first[0], String(first[1]))
  return joined(
    entries.map(([key, item]) => {
      const text = jsonText(item)
      return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`
    }),
    '{',
    '}',
  )
}

function lexeme(tag: string, text: string): string | undefined {
  if (tag === '$int') return text
  return tag === '$float' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? text : undefined
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(',')}${close}`
}
