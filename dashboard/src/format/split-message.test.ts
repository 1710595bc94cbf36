import { expect, test } from 'vitest'
import { splitMessage } from './split-message.ts'

test('an error as text is told without its kind and without its hint', () => {
  const text = 'SourceError: users failed: no answer\n  where: pipeline x\n  next: Try again.'
  expect(splitMessage(text, 'Try again.')).toEqual({
    lead: 'users failed: no answer',
    lines: '',
    rest: '  where: pipeline x',
  })
  expect(splitMessage(text).rest).toContain('next: Try again.')
})

test('a message of one line is all lead', () => {
  expect(splitMessage('Error: is a word here')).toEqual({ lead: 'Error: is a word here', lines: '', rest: '' })
})

test('empty lines around what follows are dropped, those within are kept', () => {
  expect(splitMessage('a\n\n  b\n\n  c\n')).toEqual({ lead: 'a', lines: '', rest: '  b\n\n  c' })
})

test('lines that the first one announces are told apart from the rest', () => {
  const text = 'key is missing. Put this in a.toml:\n\n  [a]\n    key = "…"\n\nor elsewhere:\n\n  export KEY=…\n'
  expect(splitMessage(text)).toEqual({
    lead: 'key is missing. Put this in a.toml:',
    lines: '[a]\n  key = "…"',
    rest: 'or elsewhere:\n\n  export KEY=…',
  })
})
