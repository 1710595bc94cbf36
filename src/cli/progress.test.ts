import { expect, test } from 'vitest'
import type { RunEvent } from '../contracts/events.ts'
import { createProgress } from './progress.ts'

const EVENTS: readonly RunEvent[] = [
  { type: 'step-started', step: 'extract', at: 0 },
  { type: 'page', resource: 'users', pages: 3, rows: 1200, bytes: 10 },
  { type: 'rows', table: 'users', rows: 1200 },
  { type: 'rows', table: 'users__tags', rows: 34 },
  { type: 'step-started', step: 'load', at: 1 },
]

function draw(isTTY: boolean, enabled: boolean): string {
  let text = ''
  let time = 0
  const stderr = { write: (part: string) => (text += part), isTTY, columns: 60 }
  const progress = createProgress(stderr, { enabled, now: () => (time += 1000) })
  for (const event of EVENTS) progress.onEvent(event)
  progress.end()
  return text
}

test('a terminal gets one line that is drawn over and removed at the end', () => {
  const lines = draw(true, true).split('\r\u001B[K')
  expect(lines.at(-2)).toBe('load · 3 pages · 1,234 rows in 2 tables')
  expect(lines.at(-1)).toBe('')
})

test.each([
  [false, true],
  [true, false],
])('nothing is written with terminal %s and enabled %s', (isTTY, enabled) => {
  expect(draw(isTTY, enabled)).toBe('')
})
