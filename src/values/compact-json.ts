import { writeJson } from './json-writer.ts'
import { typedText } from './typed-text.ts'

const FORM = { typed: (value: Parameters<typeof typedText>[0]) => `"${typedText(value)}"` }

/** The text of a json column: compact, keys as they stand, nothing escaped that need not be, typed values as plain texts. */
export function compactJson(value: unknown): string {
  return writeJson(value, FORM)
}
