import { MAX_TEXT_BYTES } from './capabilities.ts'

/** No column of texts is made for less: to alter one costs more than the room that it promises. */
const MIN_TEXT_BYTES = 64

/**
 * The width of a column whose longest text has that many bytes: twice that at least, as a power of two. The planner takes memory
 * for what is declared, and few columns are altered more than once.
 */
export function textWidth(bytes: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, 2 * bytes)))
  return Math.min(MAX_TEXT_BYTES, Math.max(MIN_TEXT_BYTES, wanted))
}
