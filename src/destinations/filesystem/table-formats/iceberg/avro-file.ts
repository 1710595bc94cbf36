import { randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import type { Schema, Type } from 'avsc'
import { DestinationError } from '../../../../errors/tolva-error.ts'
import { avroDriver } from './avro-driver.ts'

/** A container of records of one schema. Longs are bigint. */
export interface AvroFile {
  /** JSON text; with attributes of its own, as ids of fields. */
  readonly schema: string
  readonly metadata: Readonly<Record<string, string>>
  readonly records: readonly unknown[]
}

const MAGIC = Buffer.from('Obj\u0001')
const SYNC_BYTES = 16

const DECOMPRESS: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  null: (body) => body,
  deflate: (body) => inflateRawSync(body),
  zstandard: (body) => zstdDecompressSync(body),
}

/** @throws DestinationError `table_log_broken`, `unsupported_table_feature`. */
export async function readAvro(body: Uint8Array, file: string): Promise<AvroFile> {
  const { headers, longs } = await plainTypes()
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  try {
    const header = headers.decode(bytes, MAGIC.length)
    const metadata = Object.fromEntries(
      entriesOf(header.value).map(([key, value]) => [key, Buffer.from(value).toString()]),
    )
    const codec = metadata['avro.codec'] ?? 'null'
    const decompress = DECOMPRESS[codec]
    if (decompress === undefined) throw unsupportedCodec(codec, file)
    const schema = metadata['avro.schema'] ?? ''
    const type = await typeOf(schema)
    const records: unknown[] = []
    for (let at = header.offset + SYNC_BYTES; at < bytes.length; ) {
      const count = longs.decode(bytes, at)
      const size = longs.decode(bytes, count.offset)
      const end = size.offset + Number(size.value)
      const block = Buffer.from(decompress(bytes.subarray(size.offset, end)))
      for (let place = 0, left = Number(count.value); left > 0; left -= 1) {
        const record = type.decode(block, place)
        records.push(record.value)
        place = record.offset
      }
      at = end + SYNC_BYTES
    }
    return { schema, metadata, records }
  } catch (cause) {
    if (cause instanceof DestinationError) throw cause
    throw new DestinationError('a manifest of an Iceberg table is not readable', {
      code: 'table_log_broken',
      hint: 'Restore the file from a backup, or drop the table and load it anew.',
      context: { file },
      cause,
    })
  }
}

/** Records as a container of one block, compressed. */
export async function writeAvro({ schema, metadata, records }: AvroFile): Promise<Uint8Array> {
  const { headers, longs } = await plainTypes()
  const type = await typeOf(schema)
  const sync = randomBytes(SYNC_BYTES)
  const all = { ...metadata, 'avro.schema': schema, 'avro.codec': 'deflate' }
  const header = Object.fromEntries(Object.entries(all).map(([key, value]) => [key, Buffer.from(value)]))
  const block = deflateRawSync(Buffer.concat(records.map((record) => type.toBuffer(record))))
  const blocks =
    records.length === 0
      ? []
      : [longs.toBuffer(BigInt(records.length)), longs.toBuffer(BigInt(block.length)), block, sync]
  return Buffer.concat([MAGIC, headers.toBuffer(header), sync, ...blocks])
}

async function typeOf(schema: string): Promise<Type> {
  const avro = await avroDriver()
  const parsed: Schema = JSON.parse(schema)
  return avro.Type.forSchema(parsed, { registry: { long: await longType() } })
}

async function plainTypes(): Promise<{ readonly headers: Type; readonly longs: Type }> {
  const avro = await avroDriver()
  return { headers: avro.Type.forSchema({ type: 'map', values: 'bytes' }), longs: await longType() }
}

/** Ids of snapshots need all 64 bits. */
async function longType(): Promise<Type> {
  const avro = await avroDriver()
  return avro.types.LongType.__with({
    fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
    toBuffer: (value: bigint) => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64LE(value)
      return bytes
    },
    fromJSON: BigInt,
    toJSON: Number,
    isValid: (value: unknown) => typeof value === 'bigint',
    compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
  })
}

function entriesOf(map: Readonly<Record<string, Buffer>>): readonly (readonly [string, Buffer])[] {
  return Object.entries(map)
}

function unsupportedCodec(codec: string, file: string): DestinationError {
  return new DestinationError(`a manifest of an Iceberg table is compressed by ${codec}, which is not known here`, {
    code: 'unsupported_table_feature',
    hint: 'Let its writer use gzip: the table property write.avro.compression-codec.',
    context: { file },
  })
}
