import { writeJson } from './json-writer.ts'
import { typedText } from './typed-text.ts'

const FORM = { sorted: true, typed: (value: Parameters<typeof typedText>[0]) => `"${typedText(value)}"` }

/** What dlt hashes: compact JSON with the keys of every level sorted by their UTF-8 bytes; typed values as plain texts. */
export function canonicalJson(value: unknown): string {
  return writeJson(value, FORM)
}
