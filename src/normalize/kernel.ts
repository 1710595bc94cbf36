import { isUtf8 } from 'node:buffer'
import { SourceError } from '../errors/tolva-error.ts'
import type { Builders, TableBuilder } from './builders.ts'
import type { MapNode } from './plan.ts'
import { createRowReader, type RowTarget, type StopReason } from './row-reader.ts'

/** How a run ended. Offsets are bytes from the start of the page. */
export type KernelResult =
  /** Every row is built, and what follows the rows is as it should be. */
  | { readonly state: 'done' }
  /** Flush the builders, then run again. */
  | { readonly state: 'full' }
  /**
   * The row that begins at `row` was taken back. Build it by the value way, `skipTo` the byte behind it, run again;
   * without `skipTo` the row is tried again.
   */
  | { readonly state: 'stop'; readonly reason: StopReason; readonly row: number; readonly at: number }

/** Reads JSON bytes straight into builders. It makes no object and no string for a row it can read. */
export interface Kernel {
  /**
   * Takes a page: a list of objects, one object, or (`jsonl`) objects on lines of their own. The bytes are copied.
   * @throws SourceError code `invalid_utf8`.
   */
  page(bytes: Uint8Array, target: PageTarget): void
  /** @throws SourceError code `invalid_json` where the page is broken between rows. */
  run(): KernelResult
  /** Goes on behind the row on which it stopped. */
  skipTo(offset: number): void
  /** Root rows built from this page so far, without those of the value way. */
  readonly rows: number
}

export interface PageTarget {
  readonly table: TableBuilder
  readonly map: MapNode
  /** Absent: `json`. */
  readonly format?: 'json' | 'jsonl'
  /** True: the first row is left to the value way whatever it is, as nothing is known of the table yet. */
  readonly firstByValue?: boolean
}

/** Zero bytes behind a page: they end every token, so that no read goes on into older bytes. */
const SPARE = 64
const LARGEST_PAGE = 1_000_000_000

type Place = 'before' | 'row' | 'behind row' | 'end'

export function createKernel(builders: Builders): Kernel {
  const { memory, cursors } = builders.space
  const reader = createRowReader(builders)
  let { u8 } = memory
  let input = 0
  let inputSize = 0
  let end = 0
  let position = 0
  let place: Place = 'end'
  let shape: 'list' | 'single' | 'jsonl' = 'list'
  let root: RowTarget = { table: 0, map: 0, end: 0 }
  let rows = 0
  let isFirst = false

  return {
    page,
    run,
    skipTo(offset) {
      position = input + offset
      place = 'behind row'
    },
    get rows() {
      return rows
    },
  }

  function refresh(): void {
    u8 = memory.u8
    reader.refresh()
  }

  function page(bytes: Uint8Array, target: PageTarget): void {
    if (!isUtf8(bytes)) {
      throw new SourceError('a page is not UTF-8', {
        code: 'invalid_utf8',
        hint: 'Let the source decode the body: its charset is not what it says.',
      })
    }
    if (bytes.length > LARGEST_PAGE) {
      throw new SourceError('a page is larger than 1 GB', {
        code: 'page_too_large',
        hint: 'Let the source yield smaller pages.',
      })
    }
    const size = bytes.length + SPARE
    if (size > inputSize || inputSize > 16 * size + 1_048_576) {
      memory.release(input, inputSize)
      input = 0
      inputSize = 0
      input = memory.allocate(size)
      inputSize = size
    }
    refresh()
    u8.set(bytes, input)
    end = input + bytes.length
    u8.fill(0, end, end + SPARE)
    position = u8[input] === 0xef && u8[input + 1] === 0xbb && u8[input + 2] === 0xbf ? input + 3 : input
    place = 'before'
    root = { table: target.table.record, map: target.map.record, end }
    shape = target.format === 'jsonl' ? 'jsonl' : 'list'
    isFirst = target.firstByValue === true
    rows = 0
  }

  function run(): KernelResult {
    refresh()
    for (;;) {
      if (place === 'before') openPage()
      else if (place === 'behind row') nextRow()
      if (place === 'end') return finish()
      if (builders.isFull) return { state: 'full' }
      cursors.mark()
      const start = position
      place = 'behind row'
      if (isFirst) return stopAtFirst(start)
      const next = reader.read(start, root)
      if (next === 0) return stop(start)
      rows++
      position = next
      u8 = memory.u8
    }
  }

  function stop(start: number): KernelResult {
    refresh()
    builders.rollback()
    place = 'row'
    return { state: 'stop', reason: reader.reason, row: start - input, at: reader.stoppedAt - input }
  }

  function stopAtFirst(start: number): KernelResult {
    isFirst = false
    place = 'row'
    return { state: 'stop', reason: 'first_row', row: start - input, at: start - input }
  }

  function openPage(): void {
    position = blanks(position)
    place = 'row'
    if (shape === 'jsonl') {
      if (position >= end) place = 'end'
    } else if (u8[position] === 91) {
      position = blanks(position + 1)
      if (u8[position] === 93) {
        position++
        place = 'end'
      }
    } else {
      shape = 'single'
    }
  }

  function nextRow(): void {
    if (shape === 'single') {
      place = 'end'
      return
    }
    if (shape === 'jsonl') {
      nextLine()
      return
    }
    position = blanks(position)
    if (u8[position] === 44) {
      position = blanks(position + 1)
      place = 'row'
      return
    }
    if (u8[position] !== 93) throw broken()
    position++
    place = 'end'
  }

  function nextLine(): void {
    const from = position
    position = blanks(position)
    if (position >= end) {
      place = 'end'
      return
    }
    // Most rows end with the newline itself.
    if (u8[from] !== 10 && !u8.subarray(from, position).includes(10)) throw broken()
    place = 'row'
  }

  function finish(): KernelResult {
    position = blanks(position)
    if (position < end) throw broken()
    return { state: 'done' }
  }

  function broken(): SourceError {
    const offset = position - input
    const what = position >= end ? 'the JSON ends too early' : 'the JSON is broken between two rows'
    return new SourceError(`${what} (byte ${offset})`, {
      code: 'invalid_json',
      hint: 'Look at the body there: it may be cut off, or be several documents.',
      context: { offset },
    })
  }

  /** The first byte from `from` on that is not JSON's white space. */
  function blanks(from: number): number {
    let at = from
    let c = u8[at]!
    while (c === 32 || c === 10 || c === 13 || c === 9) c = u8[++at]!
    return at
  }
}
