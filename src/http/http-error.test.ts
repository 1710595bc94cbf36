import { expect, test } from 'vitest'
import { redactText } from '../log/redact.ts'
import { httpError } from './http-error.ts'

const URL = 'https://api.example.com/users'

test.each([400, 401, 403, 404, 429, 500])('what to do about %s reads the same where secrets are masked', (status) => {
  const request = { method: 'GET', url: URL, params: [], headers: {} } as const
  const { hint } = httpError(request, { url: URL, status, headers: new Map(), body: new Uint8Array() }, [])
  expect(hint).toMatch(/^[a-z].{20}/)
  expect(redactText(hint ?? '')).toBe(hint)
})
