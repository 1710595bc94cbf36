import { expect, test } from 'vitest'
import { pipelinePath, queryText, unescapePart } from './links.ts'

test('an address holds any name and any value', () => {
  const path = pipelinePath('a/b?c #ü', 'data', { table: 'x&y=z', where: undefined })
  expect(path).toBe('/p/a%2Fb%3Fc%20%23%C3%BC/data?table=x%26y%3Dz')
  expect(unescapePart(path.split('/')[2] ?? '')).toBe('a/b?c #ü')
})

test('the overview is the first page of a pipeline, and an empty query is none', () => {
  expect(pipelinePath('x')).toBe('/p/x')
  expect(queryText({ a: undefined })).toBe('')
})

test('what is no escape stays as it is', () => {
  expect(unescapePart('100%')).toBe('100%')
})
