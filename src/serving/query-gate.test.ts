import { expect, test } from 'vitest'
import { createQueryGate } from './query-gate.ts'

const never = new AbortController().signal

function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, end: resolve }
}

test('so many queries run at once, the next when one has ended', async () => {
  const gate = createQueryGate({ atOnce: 2, waiting: 5 })
  const ran: number[] = []
  const [first, second] = [held(), held()]
  const begun = [
    gate.run(never, () => first.work()),
    gate.run(never, () => second.work()),
    gate.run(never, async () => void ran.push(3)),
  ]
  await Promise.resolve()
  expect(ran).toEqual([])
  first.end()
  await Promise.all([begun[0], begun[2]])
  expect(ran).toEqual([3])
  second.end()
  await Promise.all(begun)
})

test('one that fails makes room', async () => {
  const gate = createQueryGate({ atOnce: 1, waiting: 1 })
  await expect(gate.run(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate.run(never, async () => 'yes')).toBe('yes')
})

test('who goes away while waiting makes room for others, and its query never runs', async () => {
  const gate = createQueryGate({ atOnce: 1, waiting: 1 })
  const first = held()
  const running = gate.run(never, first.work)
  const leaving = new AbortController()
  const left = gate.run(leaving.signal, () => expect.unreachable('it ran'))
  leaving.abort(new Error('gone'))
  await expect(left).rejects.toThrow('gone')
  const next = gate.run(never, async () => 'ran')
  first.end()
  expect(await next).toBe('ran')
  await running
})

test('more than may wait are refused', async () => {
  const gate = createQueryGate({ atOnce: 1, waiting: 1 })
  const first = held()
  const running = [gate.run(never, first.work), gate.run(never, async () => {})]
  await expect(gate.run(never, async () => {})).rejects.toMatchObject({
    code: 'too_many_queries',
    message: '1 queries run and 1 wait, more are not taken',
  })
  first.end()
  await Promise.all(running)
})
