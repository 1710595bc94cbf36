import { monitorEventLoopDelay } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import { layOutApart } from './lay-out-apart.ts'
import { layOutDiagram } from './lay-out-diagram.ts'

const boxes = Array.from({ length: 150 }, (_, index) => ({ name: `t${index}`, width: 200, height: 120 }))
const links = boxes.slice(1).map(({ name }, index) => ({ from: name, to: `t${Math.floor(index / 3)}` }))

describe('a layout in a thread', () => {
  test('is the same, and holds nobody up', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const before = performance.now()
    const apart = await layOutApart({ boxes, links }, new AbortController().signal)
    const apartMs = performance.now() - before
    delay.disable()
    expect(apart).toEqual(layOutDiagram({ boxes, links }))
    expect(delay.max / 1e6).toBeLessThan(apartMs / 2)
  })

  test('ends when nobody waits for it any more', async () => {
    await expect(layOutApart({ boxes, links }, AbortSignal.timeout(20))).rejects.toThrow('aborted')
  })
})
