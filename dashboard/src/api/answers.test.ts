import { expect, test } from 'vitest'
import { createAnswers } from './answers.ts'

test('the answers that were had last are kept, and no more than sixty', () => {
  const answers = createAnswers()
  for (let count = 0; count < 60; count += 1) answers.set(`/${count}`, count)
  answers.set('/0', 'again')
  answers.set('/60', 60)
  expect(answers.get('/0')).toBe('again')
  expect(answers.get('/1')).toBeUndefined()
  expect(answers.get('/60')).toBe(60)
})
