import { expect, test } from 'vitest'
import { safeLink } from './safe-link.ts'

test('links lead to pages and mail', () => {
  expect(safeLink('https://example.com/a?b')).toBe('https://example.com/a?b')
  expect(safeLink('mailto:a@example.com')).toBe('mailto:a@example.com')
  expect(safeLink('/p/chatbot_pipeline/data')).toBe('/p/chatbot_pipeline/data')
})

test('nothing that runs, and nothing that hides where it leads, is a link', () => {
  for (const href of [
    'javascript:alert(1)',
    'data:text/html,x',
    'JaVaScRiPt:x',
    '//example.com',
    'blob:x',
    'file:///etc/passwd',
  ]) {
    expect(safeLink(href), href).toBeUndefined()
  }
})
