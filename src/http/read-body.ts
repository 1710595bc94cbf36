import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { SourceError } from '../errors/tolva-error.ts'

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** What `Accept-Encoding` may ask for. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/**
 * Reads a body to its end: decompressed, in UTF-8, without a byte order mark.
 * @throws SourceError `page_too_large` as soon as more than `maxBytes` have come, `unknown_encoding`.
 */
export async function readBody(
  stream: Readable,
  headers: ReadonlyMap<string, string>,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of decoded(stream, headers.get('content-encoding') ?? '')) {
    const bytes: Uint8Array = chunk
    size += bytes.length
    if (size > maxBytes) {
      throw new SourceError(`the page is larger than ${maxBytes} bytes`, {
        code: 'page_too_large',
        hint: 'ask the API for smaller pages, or raise client.maxPageBytes',
      })
    }
    chunks.push(bytes)
  }
  const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)
  return inUtf8(whole, headers.get('content-type') ?? '')
}

function decoded(stream: Readable, contentEncoding: string): AsyncIterable<Uint8Array> {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  return names.reverse().reduce<Readable>((source, name) => {
    const decoder = DECODERS[name]
    if (decoder === undefined) {
      throw new SourceError(`the server compressed its answer with ${name}, which cannot be read`, {
        code: 'unknown_encoding',
        hint: `send the header Accept-Encoding: ${ACCEPTED_ENCODINGS}`,
      })
    }
    // The reader of the last stream sees the error of any of them, so the callback has nothing to do.
    return pipeline(source, decoder(), () => {})
  }, stream)
}

function inUtf8(bytes: Uint8Array, contentType: string): Uint8Array {
  const label = charsetOf(bytes, contentType)
  if (label === 'utf-8') return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  return new TextEncoder().encode(new TextDecoder(label).decode(bytes))
}

function charsetOf(bytes: Uint8Array, contentType: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const named = /charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase()
  if (named === undefined || named === 'utf8' || named === 'us-ascii') return 'utf-8'
  try {
    return new TextDecoder(named).encoding
  } catch {
    return 'utf-8'
  }
}
