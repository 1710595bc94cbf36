import { describe, expect, test } from 'vitest'
import { formatBytes } from './bytes.ts'
import { formatClock, formatDuration } from './duration.ts'
import { locationText } from './location-text.ts'
import { counted, formatCompact, formatNumber, formatPercent } from './numbers.ts'
import { formatAgo, formatUtc } from './time.ts'

describe('numbers', () => {
  test('are written in full up to ten thousand, and then by their size', () => {
    expect([0, 1.26, 999, 9999, 10_000, 43_210, 1_234_567, 2_100_000_000].map(formatCompact)).toEqual([
      '0',
      '1.3',
      '999',
      '9,999',
      '10K',
      '43.2K',
      '1.23M',
      '2.1B',
    ])
    expect(formatNumber(1_204_113.456)).toBe('1,204,113.46')
    expect(formatPercent(0.1234)).toBe('12.3%')
  })

  test('say what they count', () => {
    expect(counted(1, 'row')).toBe('1 row')
    expect(counted(1204, 'row')).toBe('1,204 rows')
    expect(counted(0, 'package waits', 'packages wait')).toBe('0 packages wait')
  })
})

describe('bytes', () => {
  test('are written with three digits at most, in powers of a thousand', () => {
    expect([0, 999, 1000, 1536, 12_345, 999_499, 999_500, 1_500_000, 2e12].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '1.54 kB',
      '12.3 kB',
      '999 kB',
      '1 MB',
      '1.5 MB',
      '2 TB',
    ])
  })
})

describe('durations', () => {
  test('go from parts of a millisecond to days', () => {
    expect([0, 0.4, 12, 999.4, 999.6, 1200, 9960, 59_940].map(formatDuration)).toEqual([
      '0 ms',
      '0.4 ms',
      '12 ms',
      '999 ms',
      '1 s',
      '1.2 s',
      '10 s',
      '59.9 s',
    ])
    expect([59_960, 185_000, 3_600_000, 7_800_000, 86_400_000 * 3].map(formatDuration)).toEqual([
      '1 min',
      '3 min 5 s',
      '1 h',
      '2 h 10 min',
      '3 days',
    ])
  })
})

test('the time since a start is read as on a clock', () => {
  expect([0, 0.2, 20, 80, 3720.5].map(formatClock)).toEqual(['0:00', '0:00.2', '0:20', '1:20', '1:02:00.5'])
})

describe('times', () => {
  const now = new Date('2026-11-26T10:00:00Z')
  const ago = (seconds: number) => formatAgo(new Date(now.getTime() - seconds * 1000), now)

  test('are seen from now', () => {
    expect([3, 59, 60, 7199, 86_400, 86_400 * 45].map(ago)).toEqual([
      'just now',
      '59 seconds ago',
      '1 minute ago',
      '1 hour ago',
      'yesterday',
      'last month',
    ])
    expect(ago(-120)).toBe('in 2 minutes')
  })

  test('say that they are UTC', () => {
    expect(formatUtc(now)).toBe('2026-11-26 10:00:00 UTC')
  })
})

test('a place is a path where it is a file of this machine, else an address', () => {
  expect(
    ['duckdb:////tmp/a.duckdb', 'duckdb:///C:\\a.duckdb', 'postgresql://db:5432/app', '/tmp/b'].map(locationText),
  ).toEqual(['/tmp/a.duckdb', 'C:\\a.duckdb', 'postgresql://db:5432/app', '/tmp/b'])
})
