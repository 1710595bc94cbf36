import { EXACT } from '../values/exact-json.ts'

/** What a row keeps, so that numbers in these columns are doubles even where they are whole. */
export function floatMark(columns: readonly string[]): object {
  return columns.length === 0 ? {} : { [EXACT]: { floats: new Set(columns) } }
}
