import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIsoReader } from './iso-bytes.ts'

const iso = createIsoReader()

/** Microseconds since 1970 and what stands behind the timestamp; undefined where none was read. */
function read(text: string): { micros: bigint; rest: string } | undefined {
  const bytes = Buffer.concat([Buffer.from('  '), Buffer.from(`${text}"`), Buffer.alloc(64)])
  const end = iso.read(bytes, 2)
  if (end === 0) return undefined
  const rest = bytes.toString('latin1', end, bytes.indexOf(34))
  return { micros: BigInt(iso.seconds) * 1_000_000n + BigInt(iso.micros), rest }
}

const two = (value: number) => String(value).padStart(2, '0')

describe('ISO timestamps in bytes', () => {
  it('are the instants that Date reads, with any fraction and offset', () => {
    const instant = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    })
    const fraction = fc.option(fc.stringMatching(/^[0-9]{1,9}$/))
    const zone = fc.oneof(
      fc.constantFrom('', 'Z'),
      fc
        .tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59), fc.nat(2))
        .map(
          ([sign, hours, minutes, form]) =>
            [`${sign}${two(hours)}:${two(minutes)}`, `${sign}${two(hours)}${two(minutes)}`, `${sign}${two(hours)}`][
              form
            ],
        ),
    )
    fc.assert(
      fc.property(instant, fc.constantFrom('T', ' '), fraction, zone, (date, between, digits, offset = '') => {
        const seconds = date.toISOString().slice(0, 19)
        const text = `${seconds.replace('T', between)}${digits === null ? '' : `.${digits}`}${offset}`
        const full = offset.length === 3 ? `${offset}:00` : offset.replace(/^(...)(\d\d)$/, '$1:$2')
        const expected =
          BigInt(Date.parse(`${seconds}${full === '' ? 'Z' : full}`)) * 1000n +
          BigInt((digits ?? '').padEnd(6, '0').slice(0, 6))
        expect(read(text)).toEqual({ micros: expected, rest: '' })
      }),
      { numRuns: 2_000 },
    )
  })

  it('know every day from year 1 to 9999', () => {
    const wrong: string[] = []
    for (let day = -719_162; day <= 2_932_896; day += 1) {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 19)
      if (read(text)?.micros !== BigInt(day) * 86_400_000_000n) wrong.push(text)
      if (wrong.length > 3) break
      if (day % 7 === 0) day += 28
    }
    expect(wrong).toEqual([])
  })

  it.each([
    '2024-01-01',
    '2024-01-01T00:00',
    '2024-1-01T00:00:00',
    '20240101T000000',
    '2024-01-01t00:00:00',
    '2023-02-29T00:00:00',
    '1900-02-29T00:00:00',
    '2024-02-30T00:00:00',
    '2024-04-31T00:00:00',
    '2024-00-01T00:00:00',
    '2024-13-01T00:00:00',
    '2024-01-00T00:00:00',
    '2024-01-32T00:00:00',
    '0000-01-01T00:00:00',
    '2024-01-01T24:00:00',
    '2024-01-01T00:60:00',
    '2024-01-01T00:00:60',
    '2024-01-01T00:00:0x',
    '2024-01-01T00:00:00.',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00.1234567890',
    '2024-01-01T00:00:00+',
    '2024-01-01T00:00:00+1',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+01:60',
    '2024-01-01T00:00:00+01:',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    'not a timestamp at all',
    '',
  ])('are not read from %j', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it.each([
    ['2024-01-01T00:00:00z', 'z'],
    ['2024-01-01T00:00:00Z ', ' '],
    ['2024-01-01T00:00:00.5 UTC', ' UTC'],
    ['2024-01-01T00:00:00+01:00:00', ':00'],
  ])('leave to the caller what stands behind: %j', (text, rest) => {
    expect(read(text)?.rest).toBe(rest)
  })
})
