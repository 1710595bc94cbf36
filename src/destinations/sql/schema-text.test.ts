import { expect, test } from 'vitest'
import { packedSchema, unpackedSchema } from './schema-text.ts'

test('a schema is compressed only where its column is too narrow for it, and read either way', () => {
  const text = JSON.stringify({ name: 'shop', tables: Array.from({ length: 50 }, () => 'ä') })
  expect(packedSchema(text, undefined)).toBe(text)
  expect(packedSchema(text, Buffer.byteLength(text))).toBe(text)
  const packed = packedSchema(text, Buffer.byteLength(text) - 1)
  expect(packed).toMatch(/^eN[\w+/=]+$/)
  expect([unpackedSchema(packed), unpackedSchema(text)]).toEqual([text, text])
})
