import { inspect } from 'node:util'
import { expect, expectTypeOf, test } from 'vitest'
import { type ResolvedConfig, Secret, secret, setting } from './secret.ts'

test('a secret shows itself nowhere but in reveal()', () => {
  const token = new Secret('hunter2')
  const shown = [
    String(token),
    `${token}`,
    `x${token}`,
    JSON.stringify({ token }),
    inspect(token),
    inspect({ deep: [token] }, { showHidden: true, depth: 9 }),
    Object.values(token).join(),
    JSON.stringify({ ...token }),
  ]
  for (const text of shown) expect(text).not.toContain('hunter2')
  expect(`${token}`).toBe('***')
  expect(token.reveal()).toBe('hunter2')
})

test('declared fields give their types to the resolved config', () => {
  const fields = { apiKey: secret(), limit: setting<number>({ default: 10 }), region: setting() }
  expectTypeOf<ResolvedConfig<typeof fields>>().toEqualTypeOf<{
    readonly apiKey: Secret
    readonly limit: number
    readonly region: string
  }>()
  expect(fields.limit.type).toBe('double')
})
