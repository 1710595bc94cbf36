import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDate, formatTime, formatTimestamp } from '../../values/iso.ts'
import { PlainDate, PlainTime, Timestamp } from '../../values/kinds.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { writeClock, writeDate, writeMoment } from './moment-text.ts'

const written = (write: (out: ByteBuffer) => void): string => {
  const out = new ByteBuffer()
  write(out)
  return Buffer.from(out.take()).toString()
}
/** Fractions without the zeros that say nothing. */
const short = (text: string) => text.replace(/\.(\d*?)0*(?=\D*$)/, (_, digits) => (digits === '' ? '' : `.${digits}`))

const DAY = 86_400_000_000n
const YEAR_1 = -62_135_596_800_000_000n
const YEAR_10000 = 253_402_300_800_000_000n

it('writes the same times as everything else does', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: YEAR_1, max: YEAR_10000 - 1n }), (micros) => {
      const wanted = short(formatTimestamp(new Timestamp(micros, null)).replace('T', ' '))
      expect(short(written((out) => writeMoment(out, micros)))).toBe(wanted)
      if (micros < 2n ** 53n && micros > -(2n ** 53n)) {
        const zoned = written((out) => writeMoment(out, Number(micros), '+00'))
        expect(zoned).toMatch(/\+00$/)
        expect(short(zoned.slice(0, -3))).toBe(wanted)
      }
      const clock = ((micros % DAY) + DAY) % DAY
      const day = Number((micros - clock) / DAY)
      expect(written((out) => writeDate(out, day))).toBe(formatDate(new PlainDate(day)))
      expect(short(written((out) => writeClock(out, Number(clock))))).toBe(short(formatTime(new PlainTime(clock))))
    }),
    { numRuns: 2_000 },
  )
})

it.each([
  [-719_163, '0001-12-31 BC'],
  [-719_528, '0001-01-01 BC'],
  [-719_529, '0002-12-31 BC'],
  [2_932_897, '10000-01-01'],
])('counts years as PostgreSQL does: day %i is %s', (day, text) => {
  expect(written((out) => writeDate(out, day))).toBe(text)
})
