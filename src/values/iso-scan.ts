import { dateOf, daysOf, FIRST_DAY, isDate, isLeap, LAST_DAY } from './calendar.ts'
import { asciiDigits } from './python-text.ts'

/** What an ISO text says. `offset` in minutes east of UTC, null where none is written. */
export interface IsoParts {
  readonly kind: 'timestamp' | 'date' | 'time'
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly micros: number
  readonly offset: number | null
}

interface Cursor {
  readonly text: string
  at: number
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  micros: number
  offset: number | null
  /** Written with separators: date and time must agree on it. */
  extended: boolean
}

const ZERO = 48
const COLON = 58
const BLANK = 32
const DASH = 45
const PLUS = 43
const LETTER_T = 84
const LETTER_W = 87
const LETTER_Z = 90

/** The next `count` ASCII digits as a number, or -1. */
function digits(cursor: Cursor, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) {
    const digit = cursor.text.charCodeAt(cursor.at + i) - ZERO
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  cursor.at += count
  return value
}

const atEnd = (cursor: Cursor): boolean => cursor.at >= cursor.text.length
const current = (cursor: Cursor): number => cursor.text.charCodeAt(cursor.at)

function atDateEnd(cursor: Cursor): boolean {
  if (atEnd(cursor)) return true
  const code = current(cursor)
  return code === BLANK || code === LETTER_T
}

function atOffset(cursor: Cursor): boolean {
  if (atEnd(cursor)) return true
  const code = current(cursor)
  return code === LETTER_Z || code === PLUS || code === DASH
}

function setDays(cursor: Cursor, days: number): boolean {
  if (days < FIRST_DAY || days > LAST_DAY) return false
  const { year, month, day } = dateOf(days)
  cursor.year = year
  cursor.month = month
  cursor.day = day
  return true
}

function setOrdinal(cursor: Cursor, ordinal: number): boolean {
  if (ordinal < 1 || ordinal > (isLeap(cursor.year) ? 366 : 365)) return false
  return setDays(cursor, daysOf(cursor.year, 1, 1) + ordinal - 1)
}

function setWeek(cursor: Cursor, week: number, weekday: number): boolean {
  const firstDay = daysOf(cursor.year, 1, 1)
  // Monday is 1; 1970-01-01 was a Thursday
  const firstWeekday = ((((firstDay + 3) % 7) + 7) % 7) + 1
  const isLong = firstWeekday === 4 || (firstWeekday === 3 && isLeap(cursor.year))
  if (week > (isLong ? 53 : 52) || weekday > 7) return false
  const fourthWeekday = ((firstWeekday + 2) % 7) + 1
  return setDays(cursor, firstDay + week * 7 + weekday - (fourthWeekday + 3) - 1)
}

function scanExtendedDate(cursor: Cursor): boolean {
  cursor.extended = true
  cursor.at++
  if (current(cursor) === LETTER_W) {
    cursor.at++
    const week = digits(cursor, 2)
    if (week < 0) return false
    if (atDateEnd(cursor)) return setWeek(cursor, week, 1)
    if (current(cursor) !== DASH) return false
    cursor.at++
    const weekday = digits(cursor, 1)
    return weekday >= 0 && setWeek(cursor, week, weekday)
  }
  cursor.month = digits(cursor, 2)
  if (cursor.month < 0) return false
  if (atDateEnd(cursor)) return true
  if (current(cursor) === DASH) {
    cursor.at++
    cursor.day = digits(cursor, 2)
    return cursor.day >= 0
  }
  const last = digits(cursor, 1)
  return last >= 0 && setOrdinal(cursor, cursor.month * 10 + last)
}

function scanBasicDate(cursor: Cursor): boolean {
  if (current(cursor) === LETTER_W) {
    cursor.at++
    const week = digits(cursor, 2)
    if (week < 0) return false
    if (atDateEnd(cursor)) return setWeek(cursor, week, 1)
    const weekday = digits(cursor, 1)
    return weekday >= 0 && setWeek(cursor, week, weekday)
  }
  cursor.month = digits(cursor, 2)
  const tens = cursor.month < 0 ? -1 : digits(cursor, 1)
  if (tens < 0) return false
  if (atDateEnd(cursor)) return setOrdinal(cursor, cursor.month * 10 + tens)
  const ones = digits(cursor, 1)
  cursor.day = tens * 10 + ones
  return ones >= 0
}

function scanFraction(cursor: Cursor): boolean {
  const mark = current(cursor)
  if (mark !== 46 && mark !== 44) return true
  cursor.at++
  let count = 0
  let micros = 0
  for (; ; cursor.at++, count++) {
    const digit = current(cursor) - ZERO
    if (!(digit >= 0 && digit <= 9)) break
    if (count < 6) micros = micros * 10 + digit
  }
  if (count === 0) return false
  for (; count < 6; count++) micros *= 10
  cursor.micros = micros
  return true
}

/** Minutes, seconds and offset behind the hour. */
function scanTimeRest(cursor: Cursor): boolean {
  if (!atOffset(cursor)) {
    const separated = current(cursor) === COLON
    if (separated) cursor.at++
    cursor.minute = digits(cursor, 2)
    if (cursor.minute < 0) return false
    if (!atOffset(cursor)) {
      if (separated) {
        if (current(cursor) !== COLON || !cursor.extended) return false
        cursor.at++
      }
      cursor.second = digits(cursor, 2)
      if (cursor.second < 0 || !scanFraction(cursor)) return false
    }
    if (!separated && cursor.extended) return false
  }
  return scanOffset(cursor)
}

function scanOffset(cursor: Cursor): boolean {
  if (atEnd(cursor)) return true
  const code = current(cursor)
  if (code === LETTER_Z) {
    cursor.offset = 0
    cursor.at++
    return atEnd(cursor)
  }
  if (code !== PLUS && code !== DASH) return false
  cursor.at++
  const hours = digits(cursor, 2)
  if (hours < 0) return false
  if (current(cursor) === COLON) cursor.at++
  const minutes = atEnd(cursor) ? 0 : digits(cursor, 2)
  const offset = hours * 60 + minutes
  if (minutes < 0 || offset >= 1440 || !atEnd(cursor)) return false
  cursor.offset = code === PLUS ? offset : -offset
  return true
}

function scanTime(cursor: Cursor): boolean {
  const code = current(cursor)
  if (code !== LETTER_T && code !== BLANK) return false
  cursor.at++
  cursor.hour = digits(cursor, 2)
  return cursor.hour >= 0 && scanTimeRest(cursor)
}

function scanStrict(text: string): IsoParts | undefined {
  const cursor: Cursor = {
    text,
    at: 0,
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    micros: 0,
    offset: null,
    extended: false,
  }
  if (text.charCodeAt(0) === LETTER_T) return scanTime(cursor) ? parts(cursor, 'time') : undefined
  const first = digits(cursor, 2)
  if (first < 0) return undefined
  if (current(cursor) === COLON) {
    cursor.hour = first
    cursor.extended = true
    return scanTimeRest(cursor) ? parts(cursor, 'time') : undefined
  }
  const rest = digits(cursor, 2)
  if (rest < 0) return undefined
  cursor.year = first * 100 + rest
  const hasDate = current(cursor) === DASH ? scanExtendedDate(cursor) : scanBasicDate(cursor)
  if (!hasDate) return undefined
  if (atEnd(cursor)) return parts(cursor, 'date')
  return scanTime(cursor) ? parts(cursor, 'timestamp') : undefined
}

function parts(found: Omit<IsoParts, 'kind'>, kind: IsoParts['kind']): IsoParts | undefined {
  const { year, month, day, hour, minute, second, micros, offset } = found
  if (kind !== 'time' && !isDate(year, month, day)) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return { kind, year, month, day, hour, minute, second, micros, offset }
}

const LENIENT =
  /^(?:(\d{4})(?:[/:]?(\d{2})[/:]?(\d{2}))?)?(?: ?(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:[.|,](\d{1,9}))?)?$/

/** The forms that dlt's parser tries second: `2024`, `2024/01/02 3:04`, `9:05`. */
function scanLenient(text: string): IsoParts | undefined {
  const match = LENIENT.exec(asciiDigits(text))
  if (match === null || text === '') return undefined
  const [, year, month, day, hour, minute, second, fraction] = match
  const kind = year === undefined ? 'time' : hour === undefined ? 'date' : 'timestamp'
  const found = {
    year: Number(year ?? 0),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    micros: Number((fraction ?? '').slice(0, 6).padEnd(6, '0')),
    offset: null,
  }
  return parts(found, kind)
}

/** Reads a date, a time or both as dlt 1.31 does (pendulum's ISO 8601 parser, then its common formats); undefined where dlt would fail. */
export function scanIso(text: string): IsoParts | undefined {
  return scanStrict(text) ?? scanLenient(text)
}
