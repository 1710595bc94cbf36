import { expect, it } from 'vitest'
import { byteText } from './byte-text.ts'
import { spanText } from './span-text.ts'

it.each([
  [-5, '0 s'],
  [119_999, '119 s'],
  [120_000, '2 min'],
  [7_200_000, '2 h'],
  [172_800_000, '2 days'],
])('%i ms are %s', (ms, text) => {
  expect(spanText(ms)).toBe(text)
})

it.each([
  [0, '0 B'],
  [12_345, '12.3 kB'],
  [4_000_000, '4.0 MB'],
  [2.5e9, '2.5 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(byteText(bytes)).toBe(text)
})
