import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import { decimalShape, fixedDecimals } from './fixed-decimal.ts'
import type { FileForm } from './footer.ts'
import type { ColumnPage } from './plain-page.ts'
import { pushVarint, ThriftWriter } from './thrift.ts'

const compress = promisify(zstdCompress)
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const DATA_PAGE = 0
const PLAIN = 0
const RLE = 3

/** One data page as it stands in the file. */
export interface EncodedPage {
  readonly parts: readonly Uint8Array[]
  /** Bytes with the header, as stored. */
  readonly bytes: number
  /** Bytes with the header, had it not been compressed. */
  readonly rawBytes: number
}

/** A version 1 data page: header, definition levels, values. */
export async function encodePage(built: ColumnPage, { compression, spelling }: FileForm): Promise<EncodedPage> {
  const decimal = decimalShape(built.column, spelling)
  const page = decimal === undefined ? built : fixedDecimals(built, decimal)
  const levels = definitionLevels(page)
  const raw = levels.length + page.values.length
  const body =
    compression === 'zstd' ? [await compress(Buffer.concat([levels, page.values]), FAST)] : [levels, page.values]
  const stored = body.reduce((sum, part) => sum + part.length, 0)
  const header = new ThriftWriter().i32(1, DATA_PAGE).i32(2, raw).i32(3, stored)
  header.struct(5).i32(1, page.rows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE).end().end()
  const head = header.bytes()
  return { parts: [head, ...body], bytes: head.length + stored, rawBytes: head.length + raw }
}

/** One bit a row (0: null) in Parquet's hybrid of runs and packed bits, with its length in front. */
function definitionLevels(page: ColumnPage): Uint8Array {
  const { rows, validity } = page
  const head: number[] = []
  if (validity === null || page.values.length === 0) {
    pushVarint(head, rows * 2)
    head.push(validity === null ? 1 : 0)
    if (validity === null || isZero(validity)) return withLength(head, new Uint8Array(0))
    head.length = 0
  }
  const groups = (rows + 7) >> 3
  pushVarint(head, groups * 2 + 1)
  return withLength(head, validity.subarray(0, groups))
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

function withLength(head: readonly number[], bits: Uint8Array): Uint8Array {
  const out = Buffer.allocUnsafe(4 + head.length + bits.length)
  out.writeUInt32LE(head.length + bits.length, 0)
  out.set(head, 4)
  out.set(bits, 4 + head.length)
  return out
}
