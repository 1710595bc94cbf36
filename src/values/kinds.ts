/** The eleven data types of a column, in dlt's words. */
export type DataType =
  | 'text'
  | 'double'
  | 'bool'
  | 'timestamp'
  | 'bigint'
  | 'binary'
  | 'json'
  | 'decimal'
  | 'wei'
  | 'date'
  | 'time'

/** A number that is a double even where its value is integral (2.0). */
export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** An exact decimal, kept as the text that Python's `str(Decimal(...))` would print. */
export class Decimal {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** An unscaled integer amount of up to 256 bits. */
export class Wei {
  readonly value: bigint
  /** What Python's `str(Wei(...))` would print: it may have a fraction or an exponent that `value`, rounded, has not. */
  readonly text: string
  constructor(value: bigint, text: string = String(value)) {
    this.value = value
    this.text = text
  }
}

export class Uuid {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A point in time, or a wall clock time where `offsetMinutes` is null (naive). */
export class Timestamp {
  /** Microseconds since 1970-01-01T00:00:00: UTC where an offset is known, wall clock where naive. */
  readonly micros: bigint
  /** Minutes east of UTC as the value was written; null for a naive one. */
  readonly offsetMinutes: number | null
  constructor(micros: bigint, offsetMinutes: number | null) {
    this.micros = micros
    this.offsetMinutes = offsetMinutes
  }
}

export class PlainDate {
  /** Days since 1970-01-01. */
  readonly days: number
  constructor(days: number) {
    this.days = days
  }
}

export class PlainTime {
  /** Microseconds since midnight. */
  readonly micros: bigint
  constructor(micros: bigint) {
    this.micros = micros
  }
}

/** One value after the edge: what inference and coercion work on. `Date`, Temporal values etc. are turned into these first. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Float
  | Decimal
  | Wei
  | Uuid
  | Timestamp
  | PlainDate
  | PlainTime
  | readonly Value[]
  | { readonly [key: string]: Value }
