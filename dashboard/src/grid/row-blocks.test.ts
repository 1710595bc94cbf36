import { describe, expect, test } from 'vitest'
import { BLOCK_ROWS, blocksOf, KEPT_BLOCKS, rowIn, rowsKnown, withBlock } from './row-blocks.ts'

const block = (from: number, count = BLOCK_ROWS) => Array.from({ length: count }, (_, i) => [from + i])

describe('rows in blocks', () => {
  test('are asked for by the blocks that a window touches', () => {
    expect(blocksOf(0, 40)).toEqual([0])
    expect(blocksOf(190, 210)).toEqual([0, 1])
    expect(blocksOf(200, 400)).toEqual([1])
    expect(blocksOf(0, 0)).toEqual([])
  })

  test('are found by their number', () => {
    const blocks = withBlock(new Map(), 3, block(600))
    expect(rowIn(blocks, 601)).toEqual([601])
    expect(rowIn(blocks, 599)).toBeUndefined()
  })

  test('are forgotten from the oldest on', () => {
    let blocks = withBlock(new Map(), 0, block(0))
    for (let i = 1; i <= KEPT_BLOCKS; i++) blocks = withBlock(blocks, i, block(i * BLOCK_ROWS))
    expect(blocks.size).toBe(KEPT_BLOCKS)
    expect(rowIn(blocks, 0)).toBeUndefined()
    expect(rowIn(blocks, BLOCK_ROWS)).toEqual([BLOCK_ROWS])
  })

  test('tell where the table ends once a block is not full', () => {
    expect(rowsKnown(new Map())).toEqual({ rows: 0, ends: false })
    expect(rowsKnown(new Map([[0, block(0)]]))).toEqual({ rows: 200, ends: false })
    expect(
      rowsKnown(
        new Map([
          [0, block(0)],
          [1, block(200, 7)],
        ]),
      ),
    ).toEqual({ rows: 207, ends: true })
    expect(rowsKnown(new Map([[0, []]]))).toEqual({ rows: 0, ends: true })
  })
})
