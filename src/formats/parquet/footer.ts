import type { Column } from '../../schema/stored.ts'
import type { Spelling } from '../table-writer.ts'
import { DECIMAL_BYTES, decimalShape } from './fixed-decimal.ts'
import { type LogicalType, type PhysicalType, parquetStorage } from './storage.ts'
import { ELEMENT, ThriftWriter } from './thrift.ts'

export type Compression = 'none' | 'zstd'

/** Where the pages of one column lie in a row group. */
export interface ColumnChunk {
  readonly offset: number
  readonly bytes: number
  readonly rawBytes: number
}

export interface RowGroup {
  readonly rows: number
  /** In the order of the file's columns. */
  readonly chunks: readonly ColumnChunk[]
}

export const MAGIC = Buffer.from('PAR1')
const PHYSICAL: Readonly<Record<PhysicalType, number>> = { boolean: 0, int32: 1, int64: 2, double: 5, byte_array: 6 }
const FIXED = 7
const CONVERTED_DECIMAL = 5
const OPTIONAL = 1
const PLAIN = 0
const RLE = 3
const CODEC = { none: 0, zstd: 6 } as const

/** How what a file holds is written. */
export interface FileForm {
  readonly compression: Compression
  readonly spelling: Spelling
}

/** What ends a file: its metadata, their length, and the magic bytes. */
export function fileFooter(
  columns: readonly Column[],
  groups: readonly RowGroup[],
  { compression, spelling }: FileForm,
): Uint8Array {
  const out = new ThriftWriter()
  out.i32(1, 2).list(2, ELEMENT.struct, columns.length + 1)
  out.structElement().text(4, 'schema').i32(5, columns.length).end()
  for (const column of columns) writeSchemaElement(out, column, spelling)
  out.i64(
    3,
    groups.reduce((sum, group) => sum + group.rows, 0),
  )
  out.list(4, ELEMENT.struct, groups.length)
  for (const group of groups) writeRowGroup(out, columns, { group, compression, spelling })
  out.text(6, 'tolva').end()
  const metadata = out.bytes()
  const length = Buffer.alloc(4)
  length.writeUInt32LE(metadata.length)
  return Buffer.concat([metadata, length, MAGIC])
}

function writeSchemaElement(out: ThriftWriter, column: Column, spelling: Spelling): void {
  const decimal = decimalShape(column, spelling)
  if (decimal !== undefined) {
    const { precision, scale } = decimal
    out.structElement().i32(1, FIXED).i32(2, DECIMAL_BYTES).i32(3, OPTIONAL).text(4, column.name)
    out.i32(6, CONVERTED_DECIMAL).i32(7, scale).i32(8, precision)
    out.struct(10).struct(UNION.decimal).i32(1, scale).i32(2, precision).end().end().end()
    return
  }
  const { physical, logical } = parquetStorage(column)
  out.structElement().i32(1, PHYSICAL[physical]).i32(3, OPTIONAL).text(4, column.name)
  const converted = CONVERTED[logical]
  if (converted !== undefined) out.i32(6, converted)
  writeLogicalType(out, logical)
  out.end()
}

/** The older annotation, for readers that do not know the newer one. */
const CONVERTED: Readonly<Partial<Record<LogicalType, number>>> = {
  string: 0,
  date: 6,
  timestamp_utc: 10,
  json: 19,
}

const UNION = { string: 1, decimal: 5, date: 6, time: 7, timestamp: 8, json: 12 } as const
const MICROSECONDS = 2

function writeLogicalType(out: ThriftWriter, logical: LogicalType): void {
  if (logical === 'none') return
  out.struct(10)
  if (logical === 'string' || logical === 'json' || logical === 'date') {
    out.struct(UNION[logical]).end()
  } else {
    out.struct(logical === 'time' ? UNION.time : UNION.timestamp)
    out
      .bool(1, logical === 'timestamp_utc')
      .struct(2)
      .struct(MICROSECONDS)
      .end()
      .end()
      .end()
  }
  out.end()
}

function writeRowGroup(
  out: ThriftWriter,
  columns: readonly Column[],
  part: FileForm & { readonly group: RowGroup },
): void {
  const { group, compression, spelling } = part
  out.structElement().list(1, ELEMENT.struct, columns.length)
  columns.forEach((column, index) => {
    const chunk = group.chunks[index]!
    out.structElement().i64(2, chunk.offset).struct(3)
    const isFixed = decimalShape(column, spelling) !== undefined
    out.i32(1, isFixed ? FIXED : PHYSICAL[parquetStorage(column).physical])
    out.list(2, ELEMENT.i32, 2).i32Element(PLAIN).i32Element(RLE)
    out.list(3, ELEMENT.binary, 1).textElement(column.name)
    out.i32(4, CODEC[compression]).i64(5, group.rows).i64(6, chunk.rawBytes).i64(7, chunk.bytes).i64(9, chunk.offset)
    out.end().end()
  })
  const raw = group.chunks.reduce((sum, chunk) => sum + chunk.rawBytes, 0)
  out.i64(2, raw).i64(3, group.rows).end()
}
