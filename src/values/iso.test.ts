import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatDate,
  formatTime,
  formatTimestamp,
  parseIsoDate,
  parseIsoMoment,
  parseIsoTime,
  parseIsoTimestamp,
} from './iso.ts'
import { Timestamp } from './kinds.ts'

const moment = (text: string) => {
  const found = parseIsoTimestamp(text)
  return found === undefined ? undefined : formatTimestamp(found)
}

describe('what dlt 1.31 takes for a timestamp', () => {
  test.each([
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05+00:00'],
    ['2024-01-02 03:04:05.1', '2024-01-02T03:04:05.100000'],
    ['2024-01-02T03:04:05.123456789Z', '2024-01-02T03:04:05.123456+00:00'],
    ['2024-01-02T03:04:05,5', '2024-01-02T03:04:05.500000'],
    ['2024-01-02T03', '2024-01-02T03:00:00'],
    ['2024-01-02T03:04-0530', '2024-01-02T03:04:00-05:30'],
    ['2024-01-02T03:04:05+02', '2024-01-02T03:04:05+02:00'],
    ['2024-01-02T03:04:05+02:60', '2024-01-02T03:04:05+03:00'],
    ['20240102T030405.123Z', '2024-01-02T03:04:05.123000+00:00'],
    ['20240102T03:04', '2024-01-02T03:04:00'],
    ['2024-W05-1T03:04', '2024-01-29T03:04:00'],
    ['2024W051T0304', '2024-01-29T03:04:00'],
    ['2024-002T03:04:05', '2024-01-02T03:04:05'],
    ['2024-01T03:04:05', '2024-01-01T03:04:05'],
    ['2024 03:04', '2024-01-01T03:04:00'],
    ['2024/01/02 3:4:5', '2024-01-02T03:04:05'],
    ['2024/01/0210:11,25', '2024-01-02T10:11:00.250000'],
    ['٢٠٢٤/01/02 10:11', '2024-01-02T10:11:00'],
    ['0001-01-01T00:00:00+05:00', '0001-01-01T00:00:00+05:00'],
    ['9999-12-31T23:59:59-05:00', '9999-12-31T23:59:59-05:00'],
  ])('%s is %s', (text, expected) => {
    expect(moment(text)).toBe(expected)
  })

  test.each([
    '',
    ' ',
    '2024',
    '2024-01-02',
    '10:11:12',
    '2024-01-02t03:04:05Z',
    '2024-01-02T03:04:05z',
    ' 2024-01-02T03:04:05Z',
    '2024-01-02T03:04:05Z ',
    '2024-01-02T03:04:05Z\n',
    '2024-01-02T24:00:00',
    '2024-01-02T03:04:60',
    '2024-02-30T00:00:00',
    '2024-13-01T00:00:00',
    '2024-01-02T030405',
    '20240102T03:04:05',
    '2024-01-02T03:04:05+25:00',
    '2024-01-02T03:04:05.',
    '2024-01-02T',
    '2024-01-02Z',
    '2024/01/02 10:',
    '0000-01-01T00:00:00',
    '2024-01-02/2024-01-03',
    'P1D',
    'Tue, 02 Jan 2024 03:04:05 GMT',
  ])('%j is none', (text) => {
    expect(moment(text)).toBeUndefined()
  })
})

test.each([
  ['2024', '2024-01-01'],
  ['2024-01', '2024-01-01'],
  ['20240102', '2024-01-02'],
  ['2024-366', '2024-12-31'],
  ['2020-W53', '2020-12-28'],
  ['2024-W00', '2023-12-25'],
  ['2024-W05-0', '2024-01-28'],
  ['2024:01:02', '2024-01-02'],
])('%s is the date %s', (text, expected) => {
  const found = parseIsoDate(text)
  expect(found && formatDate(found)).toBe(expected)
})

test.each(['202401', '2024-1-2', '2023-366', '2021-W53', '2024-W05-8', '9999-W52-7', '2024-01-02T00:00', '10:11'])(
  '%s is no date',
  (text) => {
    expect(parseIsoDate(text)).toBeUndefined()
  },
)

test.each([
  ['10:11', '10:11:00'],
  ['10:11:12.5', '10:11:12.500000'],
  ['1:2', '01:02:00'],
  ['T101112', '10:11:12'],
  ['01:00:00+02:00', '23:00:00'],
  ['23:30:00-01:00', '00:30:00'],
])('%s is the time %s', (text, expected) => {
  const found = parseIsoTime(text)
  expect(found && formatTime(found)).toBe(expected)
})

test.each(['24:00:00', '10:60', '10:', '1011', '2024-01-02T10:11:12'])('%s is no time', (text) => {
  expect(parseIsoTime(text)).toBeUndefined()
})

test('a date is a moment too: its midnight, naive', () => {
  expect(parseIsoMoment('2024-01-02')).toEqual(new Timestamp(1_704_153_600_000_000n, null))
  expect(parseIsoMoment('10:11')).toBeUndefined()
})

test('every timestamp reads back from its text', () => {
  const micros = fc.bigInt({ min: -62_135_510_400_000_000n, max: 253_402_214_400_000_000n })
  const offset = fc.option(fc.integer({ min: -1439, max: 1439 }))
  fc.assert(
    fc.property(micros, offset, (value, minutes) => {
      const timestamp = new Timestamp(value, minutes)
      expect(parseIsoTimestamp(formatTimestamp(timestamp))).toEqual(timestamp)
    }),
  )
})
