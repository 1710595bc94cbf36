import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileRowIds } from '../../scripts/build-row-ids.ts'
import { createIdMaker, ID_SLOT } from './id-maker.ts'
import { LinearMemory } from './linear-memory.ts'
import { ROW_IDS_WASM } from './row-ids-wasm.ts'

const memory = new LinearMemory()
const maker = createIdMaker(memory)

const digest = (text: string) => createHash('shake128', { outputLength: 10 }).update(text).digest('base64').slice(0, 14)

/** Ids of children of the given parents, one child each, with these list places. */
function derive(table: string, parents: readonly string[], indexes: readonly number[]): string[] {
  const count = parents.length
  const texts = parents.map((parent) => Buffer.from(parent))
  const heap = memory.allocate(texts.reduce((sum, text) => sum + text.length + 4, 0) + 64)
  const offsets = memory.allocate(4 * count)
  const rows = memory.allocate(4 * count)
  const places = memory.allocate(4 * count)
  const out = memory.allocate(ID_SLOT * count)
  let used = 0
  texts.forEach((text, row) => {
    memory.u8.writeUInt32LE(text.length, heap + used)
    memory.u8.set(text, heap + used + 4)
    memory.i32[(offsets >> 2) + row] = used
    memory.i32[(rows >> 2) + row] = row
    memory.i32[(places >> 2) + row] = indexes[row]!
    used += 4 + text.length
  })
  const longestParentId = Math.max(...texts.map((text) => text.length))
  const children = { table, count, parentRows: rows, listIndexes: places, longestParentId }
  maker.derive(children, { heap, offsets }, out)
  return Array.from({ length: count }, (_, row) => {
    expect(memory.u8.readUInt32LE(out + row * ID_SLOT)).toBe(14)
    return memory.u8.toString('latin1', out + row * ID_SLOT + 4, out + (row + 1) * ID_SLOT)
  })
}

describe('row ids', () => {
  it('are shake128 as node:crypto computes it, whatever the lengths', () => {
    const child = fc.record({ parent: fc.string({ unit: 'binary', maxLength: 400 }), index: fc.nat() })
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.array(child, { minLength: 1, maxLength: 9 }), (table, children) => {
        const parents = children.map(({ parent }) => parent)
        const indexes = children.map(({ index }) => index)
        const expected = children.map(({ parent, index }) => digest(`${parent}_${table}_${index}`))
        expect(derive(table, parents, indexes)).toEqual(expected)
      }),
    )
  })

  it.each([165, 166, 167, 168, 169, 334, 335, 336, 337])('fit messages of %i bytes into blocks', (length) => {
    const parent = 'p'.repeat(length - '_t_7'.length)
    expect(derive('t', [parent, 'q', parent], [7, 2_147_483_647, 8])).toEqual([
      digest(`${parent}_t_7`),
      digest('q_t_2147483647'),
      digest(`${parent}_t_8`),
    ])
  })

  it('are hashes of texts of any length, one or many', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { minLength: 1, maxLength: 9 }), (texts) => {
        const bytes = texts.map((text) => Buffer.from(text))
        const at = memory.allocate(bytes.reduce((sum, one) => sum + one.length + 4, 0))
        const out = memory.allocate(ID_SLOT * texts.length)
        let end = at
        for (const one of bytes) {
          end = memory.u8.writeInt32LE(one.length, end)
          end += one.copy(memory.u8, end)
        }
        maker.hash({ count: texts.length, at, longest: Math.max(...bytes.map((one) => one.length)) }, out)
        const written = texts.map((_, row) =>
          memory.u8.toString('latin1', out + row * ID_SLOT + 4, out + (row + 1) * ID_SLOT),
        )
        expect(written).toEqual(texts.map(digest))
      }),
    )
  })

  it('come from a module that a rebuild reproduces byte for byte', async () => {
    expect(Buffer.from(await compileRowIds()).toString('base64')).toBe(ROW_IDS_WASM)
  })
})
