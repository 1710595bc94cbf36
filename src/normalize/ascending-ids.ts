import { ID_SLOT } from './id-maker.ts'

const LETTERS = Buffer.from('0123456789abcdefghijklmnopqrstuvwxyz')
const LENGTH = ID_SLOT - 4

/** Writes the ids of the next `count` rows from `at` on, a slot each: the length as int32, then the characters. */
export type NextIds = (memory: Uint8Array, at: number, count: number) => void

/**
 * Ids of rows that have no key: the first at random among 36¹⁴ (2⁷²), each other one next to the one before. Two loads of a billion
 * rows share an id with a chance of 10⁻¹², where it is 10⁻⁶ for as many ids that are 80 random bits each. In this order an index takes
 * them at one place instead of at as many as there are rows, it is built over them without sorting, and they compress well.
 * Digits before lower-case letters: collations of databases sort them as bytes do.
 */
export function createAscendingIds(random: (bytes: Uint8Array) => void): NextIds {
  const digits = new Uint8Array(LENGTH)
  const slot = new Uint8Array(ID_SLOT)
  slot[0] = LENGTH

  function begin(): void {
    random(digits)
    for (const [place, byte] of digits.entries()) setDigit(place, byte % LETTERS.length)
    begun = true
  }

  function advance(): void {
    for (let place = LENGTH - 1; place >= 0; place--) {
      const next = ((digits[place] ?? 0) + 1) % LETTERS.length
      setDigit(place, next)
      if (next > 0) return
    }
  }

  function setDigit(place: number, digit: number): void {
    digits[place] = digit
    slot[4 + place] = LETTERS[digit] ?? 0
  }

  let begun = false
  return (memory, at, count) => {
    if (!begun) begin()
    for (let row = 0; row < count; row++) {
      memory.set(slot, at + row * ID_SLOT)
      advance()
    }
  }
}
