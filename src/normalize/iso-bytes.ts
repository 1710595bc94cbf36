const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
/** Seconds of 0001-01-01T00:00:00 and of 10000-01-01T00:00:00. */
const FIRST_SECOND = -62_135_596_800
const END_SECOND = 253_402_300_800

/** Reads the common forms of ISO timestamps from bytes. The result stands in its fields until the next call. */
export interface IsoReader {
  /** Seconds since 1970-01-01T00:00:00, UTC where an offset was given, else wall clock. */
  seconds: number
  /** Microseconds within the second; further digits are cut off. */
  micros: number
  /**
   * `YYYY-MM-DD`, `T` or a blank, `HH:MM:SS`, up to 9 digits of fraction, `Z` or `±HH[:MM]` or nothing.
   * @returns the offset behind it, or 0 where something else stands there.
   */
  read(u8: Uint8Array, at: number): number
}

export function createIsoReader(): IsoReader {
  const reader: IsoReader = { seconds: 0, micros: 0, read }
  return reader

  function read(u8: Uint8Array, at: number): number {
    if (u8[at + 4] !== 45 || u8[at + 7] !== 45 || u8[at + 13] !== 58 || u8[at + 16] !== 58) return 0
    const between = u8[at + 10]
    if (between !== 84 && between !== 32) return 0
    const days = dayOf(u8, at)
    const hour = twoDigits(u8, at + 11)
    const minute = twoDigits(u8, at + 14)
    const second = twoDigits(u8, at + 17)
    if (days === NO_DAY || hour > 23 || minute > 59 || second > 59) return 0
    reader.seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
    reader.micros = 0
    let end = at + 19
    let c = u8[end]!
    if (c === 90) return end + 1
    if (c === 34) return end
    if (c === 46) {
      end = fraction(u8, end + 1)
      if (end === 0) return 0
      c = u8[end]!
    }
    if (c === 90) return end + 1
    if (c !== 43 && c !== 45) return end
    return offset(u8, end, c === 45 ? -60 : 60)
  }

  function fraction(u8: Uint8Array, at: number): number {
    let micros = 0
    let end = at
    let c = u8[end]!
    while (c >= 48 && c <= 57) {
      if (end - at < 6) micros = micros * 10 + c - 48
      end++
      c = u8[end]!
    }
    const digits = end - at
    if (digits === 0 || digits > 9) return 0
    for (let digit = digits; digit < 6; digit++) micros *= 10
    reader.micros = micros
    return end
  }

  function offset(u8: Uint8Array, at: number, sign: number): number {
    const hours = twoDigits(u8, at + 1)
    if (hours > 23) return 0
    let end = at + 3
    let minutes = 0
    const colon = u8[end] === 58 ? 1 : 0
    const c = u8[end + colon]!
    if (colon === 1 || (c >= 48 && c <= 57)) {
      minutes = twoDigits(u8, end + colon)
      if (minutes > 59) return 0
      end += colon + 2
    }
    reader.seconds -= sign * (hours * 60 + minutes)
    return reader.seconds < FIRST_SECOND || reader.seconds >= END_SECOND ? 0 : end
  }
}

const NO_DAY = -1e9
const NO_NUMBER = 100

/** 0–99, or 100 where no two digits stand there. */
function twoDigits(u8: Uint8Array, at: number): number {
  const tens = u8[at]! - 48
  const ones = u8[at + 1]! - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NO_NUMBER
}

/** Days since 1970 of the `YYYY-MM-DD` that stands there, or NO_DAY. */
function dayOf(u8: Uint8Array, at: number): number {
  const century = twoDigits(u8, at)
  const short = twoDigits(u8, at + 2)
  const month = twoDigits(u8, at + 5)
  const day = twoDigits(u8, at + 8)
  if (century === NO_NUMBER || short === NO_NUMBER || month < 1 || month > 12 || day < 1) return NO_DAY
  const year = century * 100 + short
  if (year === 0) return NO_DAY
  const leap = (year & 3) === 0 && (short !== 0 || (century & 3) === 0)
  if (day > 28 && day > daysIn(month, leap)) return NO_DAY
  const past = year - 1
  const leapDays = (past >> 2) - ((past / 100) | 0) + ((past / 400) | 0)
  return past * 365 + leapDays + DAYS_BEFORE[month - 1]! + (leap && month > 2 ? 1 : 0) + day - 719_163
}

function daysIn(month: number, leap: boolean): number {
  if (month === 2) return leap ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
