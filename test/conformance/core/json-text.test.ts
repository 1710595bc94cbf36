import { expect, test } from 'vitest'
import { parseExact } from '../../../src/values/exact-json.ts'
import { jsonText } from './json-text.ts'

const parse = (text: string): unknown => parseExact(new TextEncoder().encode(text))

test.each([
  ['[{"b":1,"1":2,"a":"x\\"y"}]', '[{"b":1,"1":2,"a":"x\\"y"}]'],
  ['[{"f":{"$float":"2.0"},"i":{"$int":"9223372036854775808"}}]', '[{"f":2.0,"i":9223372036854775808}]'],
  ['[1,null,true,[],{}]', '[1,null,true,[],{}]'],
])('%s is written as %s', (document, text) => {
  expect(jsonText(parse(document))).toBe(text)
})

test.each(['[{"d":{"$decimal":"1.5"}}]', '[{"f":{"$float":"nan"}}]', '[{"l":[{"$bytes":"AA=="}]}]'])(
  '%s cannot be written as JSON',
  (document) => {
    expect(jsonText(parse(document))).toBeUndefined()
  },
)
