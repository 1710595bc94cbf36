import { skipValue } from '../../../values/json-path.ts'
import { skipBlank } from '../../../values/json-scan.ts'
import { type BodyFormat, BodyProblem } from './body-format.ts'

const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const COMMA = 0x2c
const LINE_FEED = 0x0a
/** Stands before each record of a JSON text sequence. */
const RECORD_SEPARATOR = 0x1e

/** JSON lines: one value a line. Nothing is parsed; the lines become the items of a list, which the kernel reads. */
export const ndjsonFormat: BodyFormat<Readonly<Record<never, never>>> = {
  matches: (contentType) => /(ndjson|jsonl|json-?lines|json-seq)$/.test(contentType),
  toJson({ body }) {
    const list = new Uint8Array(body.length + 2)
    list[0] = OPEN_LIST
    let written = 1
    let line = 0
    for (let start = 0; start < body.length; ) {
      const found = body.indexOf(LINE_FEED, start)
      const end = found === -1 ? body.length : found
      const from = skipBlank(body, body[start] === RECORD_SEPARATOR ? start + 1 : start, end)
      line += 1
      if (from < end) {
        const behind = endOfValue(body, { from, end, line })
        if (written > 1) list[written++] = COMMA
        list.set(body.subarray(from, behind), written)
        written += behind - from
      }
      start = end + 1
    }
    list[written++] = CLOSE_LIST
    return list.subarray(0, written)
  },
}

function endOfValue(
  body: Uint8Array,
  { from, end, line }: { readonly from: number; readonly end: number; readonly line: number },
): number {
  const behind = valueEnd(body, from, end)
  if (behind !== undefined && skipBlank(body, behind, end) === end) return behind
  throw new BodyProblem(`JSON lines of which line ${line} is broken or cut off`, {
    code: 'invalid_json',
    hint: 'ask the API for smaller pages, or tell its vendor; if the body is one JSON document, set response_format: json',
  })
}

function valueEnd(body: Uint8Array, from: number, end: number): number | undefined {
  try {
    return skipValue(body, from, end)
  } catch {
    return undefined
  }
}

/** True where the first line that is not blank is one whole JSON value; a document written over many lines has none such. */
export function beginsWithWholeLine(body: Uint8Array): boolean {
  const from = skipBlank(body, body[0] === RECORD_SEPARATOR ? 1 : 0, body.length)
  if (from === body.length) return true
  const found = body.indexOf(LINE_FEED, from)
  const end = found === -1 ? body.length : found
  const behind = valueEnd(body, from, end)
  return behind !== undefined && skipBlank(body, behind, end) === end
}
