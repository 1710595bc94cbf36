import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { SourceError } from '../../errors/tolva-error.ts'

/** Whole lines of a file. */
export interface Lines {
  readonly bytes: Uint8Array
  /** Number of the first line, from 1. */
  readonly line: number
  /** Where the next lines begin, in the file as it is when it is unpacked. */
  readonly next: LinePlace
}

export interface LinePlace {
  readonly offset: number
  readonly line: number
}

const NEWLINE = 10
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  '.gz': () => createGunzip(),
  '.zst': () => createZstdDecompress(),
}

/**
 * A text file in parts of whole lines, unpacked where its name ends in `.gz` or `.zst`.
 * @throws SourceError `file_unreadable` where it cannot be read or unpacked.
 */
export async function* linesOf(
  path: string,
  {
    size,
    from = { offset: 0, line: 1 },
    name,
  }: { readonly size: number; readonly from?: LinePlace | undefined; readonly name: string },
): AsyncIterable<Lines> {
  let { offset, line } = from
  let waiting: Uint8Array[] = []
  let length = 0
  const cut = (end: number): Lines => {
    const all = waiting.length === 1 && waiting[0] !== undefined ? waiting[0] : Buffer.concat(waiting)
    const bytes = all.subarray(0, end)
    const first = line
    line += newlines(bytes)
    offset += end
    waiting = end === all.length ? [] : [all.subarray(end)]
    length -= end
    return { bytes, line: first, next: { offset, line } }
  }
  try {
    for await (const chunk of unpacked(path, from.offset)) {
      waiting.push(chunk)
      length += chunk.length
      const last = length < size ? -1 : chunk.lastIndexOf(NEWLINE)
      if (last !== -1) yield cut(length - chunk.length + last + 1)
    }
  } catch (cause) {
    throw new SourceError(`the file ${name} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      code: 'file_unreadable',
      hint: 'Check that it is whole, and packed as its name says (.gz, .zst, or not at all).',
      context: { file: name, line },
      cause,
    })
  }
  if (length > 0) yield cut(length)
}

/** A packed file is unpacked from its beginning, whatever of it is wanted. */
async function* unpacked(path: string, offset: number): AsyncIterable<Uint8Array> {
  const decoder = Object.entries(DECODERS).find(([ending]) => path.endsWith(ending))?.[1]
  const read = (start: number) => createReadStream(path, { start, highWaterMark: 1 << 20 })
  if (decoder === undefined) {
    yield* read(offset)
    return
  }
  // An error of the file reaches the one who reads what comes out.
  const stream = pipeline(read(0), decoder(), () => undefined)
  let skip = offset
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (skip < bytes.length) yield bytes.subarray(skip)
    skip = Math.max(0, skip - bytes.length)
  }
}

function newlines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++
  return count
}
