import { expect, test } from 'vitest'
import { z } from 'zod'
import { errorResult } from './error-result.ts'
import { markdownTable } from './markdown-table.ts'
import { toolResult } from './tool-result.ts'

const OUTPUT = z.object({ rows: z.array(z.unknown()) })

test('what the schema does not name is left out, and values are those of JSON', () => {
  const data = { rows: [2n, 2n ** 60n, new Map([['a', 1]]), new Date(0), undefined], more: true }
  expect(toolResult(OUTPUT, { data, text: 'two' })).toEqual({
    content: [{ type: 'text', text: 'two' }],
    structuredContent: { rows: [2, '1152921504606846976', { a: 1 }, '1970-01-01T00:00:00.000Z', null] },
  })
})

test('a long text is cut, and that is said; data that no client takes is an error', () => {
  const { content } = toolResult(OUTPUT, { data: { rows: [] }, text: 'x'.repeat(150_000) })
  expect(content[0]).toMatchObject({ text: expect.stringMatching(/the first 100,000 of 150,000 characters/) })
  expect(() => toolResult(OUTPUT, { data: { rows: ['x'.repeat(5_000_000)] }, text: '' })).toThrow(
    expect.objectContaining({ code: 'answer_too_large' }),
  )
})

test('an unexpected error is told without its stack, and logged', () => {
  const logged: unknown[] = []
  const error = new RangeError('no: password=hunter2')
  const { content, isError } = errorResult(error, { onError: (one) => logged.push(one) })
  expect([isError, logged]).toEqual([true, [error]])
  const text = JSON.stringify(content)
  expect(text).toContain('unexpected: The server met something unexpected: no: password=***')
  expect(text).not.toContain('.ts:')
})

test('cells that would break a table are escaped', () => {
  expect(markdownTable(['a|b'], [['x | y\nz'], [null], [{ k: 'v' }], ['\\']])).toBe(
    '| a\\|b |\n| --- |\n| x \\| y z |\n|  |\n| {"k":"v"} |\n| \\\\ |',
  )
})
