import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { DuckDbDriver } from './driver.ts'

/**
 * How values of a column leave: integers of any width as bigint, decimals, dates, times, uuids and intervals as text,
 * points in time as ISO text with microseconds and `Z` (nine digits for nanoseconds; no `Z` where naive), blobs as
 * `Uint8Array`, json as its text, lists and structs as arrays and objects of the same.
 */
export function valueOut(type: DuckDBType, driver: DuckDbDriver): (value: DuckDBValue) => unknown {
  const ids = driver.DuckDBTypeId
  switch (type.typeId) {
    case ids.TINYINT:
    case ids.SMALLINT:
    case ids.INTEGER:
    case ids.UTINYINT:
    case ids.USMALLINT:
    case ids.UINTEGER:
      return (value) => (typeof value === 'number' ? BigInt(value) : value)
    case ids.BOOLEAN:
    case ids.BIGINT:
    case ids.UBIGINT:
    case ids.HUGEINT:
    case ids.UHUGEINT:
    case ids.FLOAT:
    case ids.DOUBLE:
    case ids.VARCHAR:
    case ids.ENUM:
      return (value) => value
    default:
      return (value) => objectOut(value, driver)
  }
}

function objectOut(value: DuckDBValue, driver: DuckDbDriver): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof driver.DuckDBTimestampTZValue) return isoMicros(value.micros, 'Z')
  if (value instanceof driver.DuckDBTimestampValue) return isoMicros(value.micros, '')
  if (value instanceof driver.DuckDBTimestampMillisecondsValue) return isoMicros(value.millis * 1000n, '')
  if (value instanceof driver.DuckDBTimestampSecondsValue) return isoMicros(value.seconds * 1_000_000n, '')
  if (value instanceof driver.DuckDBTimestampNanosecondsValue) return isoNanos(value.nanos)
  if (value instanceof driver.DuckDBBlobValue) return new Uint8Array(value.bytes)
  if (value instanceof driver.DuckDBListValue || value instanceof driver.DuckDBArrayValue) {
    return value.items.map((item) => objectOut(item, driver))
  }
  if (value instanceof driver.DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, objectOut(item, driver)]))
  }
  if (value instanceof driver.DuckDBMapValue) {
    return value.entries.map(({ key, value: item }) => [objectOut(key, driver), objectOut(item, driver)])
  }
  return String(value)
}

const INFINITY = 2n ** 63n - 1n

function isoMicros(micros: bigint, zone: string): string {
  if (micros >= INFINITY) return 'infinity'
  if (micros <= -INFINITY) return '-infinity'
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  return `${isoSeconds((micros - fraction) / 1_000_000n)}.${String(fraction).padStart(6, '0')}${zone}`
}

function isoNanos(nanos: bigint): string {
  if (nanos >= INFINITY) return 'infinity'
  if (nanos <= -INFINITY) return '-infinity'
  const fraction = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return `${isoSeconds((nanos - fraction) / 1_000_000_000n)}.${String(fraction).padStart(9, '0')}`
}

function isoSeconds(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(0, -5)
}
