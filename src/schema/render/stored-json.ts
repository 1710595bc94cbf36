import { parseExact } from '../../values/exact-json.ts'
import type { Schema } from '../stored.ts'
import { storedText } from '../stored-form.ts'

/** The stored form of a schema as JSON for people: two blanks of indent, keys in dlt's order. */
export function storedJson(schema: Schema): string {
  return `${JSON.stringify(parseExact(Buffer.from(storedText(schema))), null, 2)}\n`
}
