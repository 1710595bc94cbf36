import { expect, test } from 'vitest'
import { childRowId, incrementalHash, keyHash, legacyIncrementalHash, rowHash } from './digest.ts'
import { parseExact } from './exact-json.ts'
import { Decimal, Timestamp } from './kinds.ts'
import { decodeState, encodeState, stateHash } from './state-codec.ts'

const parseRow = (text: string): object => Object(parseExact(new TextEncoder().encode(text)))

test('the id of a nested row follows from parent, table and place', () => {
  expect(childRowId('/pzf4eNRRsw2lg', 'items__l', 0)).toBe('y585deZ6iNMH+Q')
})

test('a row hash ignores the order of keys and the columns of dlt', () => {
  expect(rowHash({ b: 1, a: 'x', _dlt_id: 'y' })).toBe('t8htE3Gr5XylGw')
  expect(rowHash({ a: 'x', b: 1 })).toBe('t8htE3Gr5XylGw')
})

test('a row hash knows a float from an integer', () => {
  expect(rowHash(parseRow('{"a":1.0}'))).not.toBe(rowHash(parseRow('{"a":1}')))
})

test('typed values count with their markers, unless plain', () => {
  const row = { d: new Decimal('1.50') }
  expect(rowHash(row, { plain: true })).toBe('pqJdJW3HWBxBtw')
  expect(rowHash(row)).toBe(rowHash({ d: '\uf0261.50' }))
})

test('a key hash covers the key alone', () => {
  expect(keyHash({ id: 1, v: 2 }, ['id'])).toBe(rowHash({ id: 1 }))
  expect(keyHash({ _dlt_x: 1, v: 2 }, ['_dlt_x'])).not.toBe(rowHash({}))
})

test('one instant has one boundary hash, whatever its zone', () => {
  const hashes = [0, 60, null].map((offset) => incrementalHash(new Timestamp(0n, offset)))
  expect(new Set(hashes).size).toBe(1)
  expect(hashes[0]).toHaveLength(12)
  expect(legacyIncrementalHash(new Timestamp(0n, 60))).not.toBe(legacyIncrementalHash(new Timestamp(0n, 0)))
})

test('a state reads back as it was, key order and floats included', () => {
  const state = parseRow('{"b":1,"10":{"x":2.0},"2":["a"],"_state_version":3}')
  const back = Object(decodeState(encodeState(state)))
  expect(encodeState(back)).toBe(encodeState(state))
  expect(back).toEqual(state)
})

test('the hash of a state leaves out versions and what is local', () => {
  const state = { sources: { s: { n: 1 } }, _state_version: 1, _version_hash: 'x', _local: { a: 1 } }
  expect(stateHash(state)).toBe(stateHash({ sources: { s: { n: 1 } } }))
  expect(stateHash(state)).not.toBe(stateHash({ sources: { s: { n: 2 } } }))
})

test('a state column that holds JSON itself is read, rubbish is an error', () => {
  expect(decodeState('{"a":1}')).toEqual({ a: 1 })
  expect(() => decodeState('rubbish')).toThrow('cannot be read')
  expect(() => decodeState('AAAA')).toThrow('cannot be read')
})
