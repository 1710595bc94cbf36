import { crc32 } from 'node:zlib'

/** What stands before a page's bytes in the log. Positions are plain JSON. */
export type EntryHead = StartHead | PageHead | DoneHead

/** The first entry of each file: whose pages follow, and what they are good for. */
export interface StartHead {
  readonly kind: 'start'
  readonly stream: string
  /** Pages are used again only where this is the same. */
  readonly key: string
}

export interface PageHead {
  readonly kind: 'bytes' | 'rows' | 'arrow' | 'file'
  /** Which of the stream's parts: empty for an independent stream, else the parent's page and row. */
  readonly part: string
  /** Number of the page in its part. */
  readonly n: number
  /** The position behind which it was fetched, and its own. Typed JSON. */
  readonly at: string
  readonly position: string
  /** The page without its content. */
  readonly page: Readonly<Record<string, unknown>>
  /** State of the resource's own behind this page, typed JSON; absent: unchanged. */
  readonly state?: string
}

/** The part has no page behind number `n - 1`. */
export interface DoneHead {
  readonly kind: 'done'
  readonly part: string
  readonly n: number
}

/** Length of head, length of body, CRC-32 of both: little-endian 32-bit numbers. */
export const FRAME_BYTES = 12
const NO_BODY = new Uint8Array(0)

/** The parts of an entry in the order in which they are written. */
export function encodeEntry(head: EntryHead, body: Uint8Array = NO_BODY): readonly Uint8Array[] {
  const text = new TextEncoder().encode(JSON.stringify(head))
  const frame = Buffer.allocUnsafe(FRAME_BYTES)
  frame.writeUInt32LE(text.length, 0)
  frame.writeUInt32LE(body.length, 4)
  frame.writeUInt32LE(crc32(body, crc32(text)), 8)
  return body.length === 0 ? [frame, text] : [frame, text, body]
}

export interface Frame {
  readonly head: number
  readonly body: number
  readonly crc: number
}

export function readFrame(bytes: Uint8Array): Frame {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, FRAME_BYTES)
  return { head: frame.readUInt32LE(0), body: frame.readUInt32LE(4), crc: frame.readUInt32LE(8) }
}

/** undefined: what lies there is no entry. */
export function readHead(text: Uint8Array): EntryHead | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(text))
    return isHead(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether head and body are those that were written. */
export function isWhole({ crc }: Frame, head: Uint8Array, body: Uint8Array): boolean {
  return crc32(body, crc32(head)) === crc
}

const PAGES: readonly unknown[] = ['bytes', 'rows', 'arrow', 'file']

function isHead(value: unknown): value is EntryHead {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false
  const texts = (...keys: readonly string[]) => keys.every((key) => typeof Reflect.get(value, key) === 'string')
  if (value.kind === 'start') return texts('stream', 'key')
  const isEntry = texts('part') && 'n' in value && typeof value.n === 'number'
  if (value.kind === 'done') return isEntry
  const hasPage = 'page' in value && typeof value.page === 'object' && value.page !== null
  return isEntry && hasPage && texts('at', 'position') && PAGES.includes(value.kind)
}
