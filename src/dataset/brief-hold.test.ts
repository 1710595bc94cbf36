import { expect, test } from 'vitest'
import { briefHold } from './brief-hold.ts'

test('what is held is let go once, when it is disposed', async () => {
  let closed = 0
  {
    await using hold = briefHold({ [Symbol.asyncDispose]: async () => void closed++ })
    await hold[Symbol.asyncDispose]()
    expect(closed).toBe(1)
  }
  expect(closed).toBe(1)
})

test('what is held for too long is let go by itself', async () => {
  const letGo = Promise.withResolvers<string>()
  await using _ = briefHold({ [Symbol.asyncDispose]: async () => letGo.resolve('let go') }, 1)
  expect(await letGo.promise).toBe('let go')
})
