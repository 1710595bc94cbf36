import { promisify } from 'node:util'
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib'
import { SourceError } from '../errors/tolva-error.ts'
import { tooLarge } from './collect-body.ts'

interface Decoder {
  readonly now: (bytes: Uint8Array, limits: Limits) => Uint8Array
  readonly later: (bytes: Uint8Array, limits: Limits) => Promise<Uint8Array>
}

interface Limits {
  readonly maxOutputLength: number
}

const gzip: Decoder = { now: gunzipSync, later: promisify<Uint8Array, Limits, Uint8Array>(gunzip) }
const zlib: Decoder = { now: inflateSync, later: promisify<Uint8Array, Limits, Uint8Array>(inflate) }
const raw: Decoder = { now: inflateRawSync, later: promisify<Uint8Array, Limits, Uint8Array>(inflateRaw) }
const brotli: Decoder = {
  now: brotliDecompressSync,
  later: promisify<Uint8Array, Limits, Uint8Array>(brotliDecompress),
}
const zstd: Decoder = { now: zstdDecompressSync, later: promisify<Uint8Array, Limits, Uint8Array>(zstdDecompress) }

const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Decoder>> = {
  gzip: () => gzip,
  'x-gzip': () => gzip,
  // Some servers leave out the two bytes that RFC 9110 wants before it.
  deflate: (bytes) => ((bytes[0] ?? 0) % 16 === 8 ? zlib : raw),
  br: () => brotli,
  zstd: () => zstd,
}

/** What `Accept-Encoding` may ask for. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/** Another thread would take longer to begin than these take. */
const SMALL_BYTES = 16 * 1024

/**
 * A whole body, decompressed as `content-encoding` says, in UTF-8 without a byte order mark.
 * @throws SourceError `page_too_large` for more than `maxBytes`, `unknown_encoding`; zlib's error for one that is cut off or broken.
 */
export async function decodeBody(
  body: Uint8Array,
  headers: ReadonlyMap<string, string>,
  maxBytes: number,
): Promise<Uint8Array> {
  const encodings = headers.get('content-encoding')
  const bytes = encodings === undefined || body.length === 0 ? body : await decompressed(body, encodings, maxBytes)
  return inUtf8(bytes, headers.get('content-type') ?? '')
}

async function decompressed(body: Uint8Array, encodings: string, maxBytes: number): Promise<Uint8Array> {
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  let bytes = body
  for (const name of names.reverse()) {
    const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name]?.(bytes) : undefined
    if (decoder === undefined) throw unknownEncoding(name)
    try {
      const limits = { maxOutputLength: maxBytes }
      bytes = bytes.length <= SMALL_BYTES ? decoder.now(bytes, limits) : await decoder.later(bytes, limits)
    } catch (error) {
      throw isTooLarge(error) ? tooLarge(maxBytes) : error
    }
  }
  return bytes
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

function unknownEncoding(name: string): SourceError {
  return new SourceError(`the server compressed its answer with ${name}, which cannot be read`, {
    code: 'unknown_encoding',
    hint: `send the header Accept-Encoding: ${ACCEPTED_ENCODINGS}`,
  })
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
