import { hash } from 'node:crypto'

const REMEMBERED = 10_000
/** Characters of a hash that are kept: 96 bits. */
const KEPT = 16

/**
 * Finds out whether a walk goes in circles, in bounded memory: the first 10,000 keys are remembered as hashes; from then on one
 * key is, a later one each time that twice as many have passed (Brent), so that a circle is seen after at most three rounds.
 * @returns a function that is true for a key that was there before.
 */
export function loopGuard(remembered: number = REMEMBERED): (key: string) => boolean {
  const seen = new Set<string>()
  let landmark = ''
  let passed = 0
  let power = 1
  return (key) => {
    const short = hash('sha1', key, 'base64').slice(0, KEPT)
    if (seen.has(short) || short === landmark) return true
    if (seen.size < remembered) {
      seen.add(short)
      return false
    }
    passed += 1
    if (landmark === '' || passed === power) {
      landmark = short
      power *= 2
      passed = 0
    }
    return false
  }
}
