import { parseIsoDate, parseIsoTimestamp } from './iso.ts'
import { type DataType, Float, type Value } from './kinds.ts'

const FIVE_YEARS_SECONDS = 5 * 365 * 86_400
const BIGINT_MAX = 2n ** 63n - 1n
/** The largest wei that dlt lets stay a number. */
const WEI_MAX = 578_960446_186580_977117_854925_043439_539266n

interface Seen {
  readonly value: NonNullable<Value>
  readonly type: DataType
  readonly nowSeconds: number
}

const DETECTORS: { readonly [name: string]: (seen: Seen) => DataType | undefined } = {
  timestamp({ value, type, nowSeconds }) {
    if (type !== 'bigint' && type !== 'double') return undefined
    const seconds = Number(value instanceof Float ? value.value : value)
    return Math.abs(seconds - nowSeconds) <= FIVE_YEARS_SECONDS ? 'timestamp' : undefined
  },
  iso_timestamp({ value }) {
    return typeof value === 'string' && parseIsoTimestamp(value) !== undefined ? 'timestamp' : undefined
  },
  iso_date({ value }) {
    return typeof value === 'string' && parseIsoDate(value) !== undefined ? 'date' : undefined
  },
  large_integer({ value, type }) {
    if (type !== 'bigint' || (typeof value !== 'bigint' && typeof value !== 'number')) return undefined
    if (value > WEI_MAX) return 'text'
    return value > BIGINT_MAX ? 'wei' : undefined
  },
  wei_to_double({ type }) {
    return type === 'wei' ? 'double' : undefined
  },
}

/**
 * The type that the first of a schema's `detections` gives to `value`, whose own type is `type`; undefined where none speaks.
 * Names that are not known (`hexbytes_to_text`: no such values here) never speak. `nowSeconds`: seconds since 1970.
 */
export function detect(
  value: NonNullable<Value>,
  type: DataType,
  detections: readonly string[],
  nowSeconds: number,
): DataType | undefined {
  const seen = { value, type, nowSeconds }
  for (const name of detections) {
    const found = DETECTORS[name]?.(seen)
    if (found !== undefined) return found
  }
  return undefined
}
