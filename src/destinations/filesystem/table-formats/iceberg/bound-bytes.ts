import type { Json } from '../../../../schema/stored.ts'

const DAY_MS = 86_400_000

/** A bound of a column as manifests hold it; undefined: not told. */
export function boundToBytes(text: string, type: Json): Buffer | undefined {
  const bytes = Buffer.alloc(8)
  switch (type) {
    case 'string':
      return Buffer.from(text)
    case 'int':
      bytes.writeInt32LE(Number(text))
      return bytes.subarray(0, 4)
    case 'date':
      bytes.writeInt32LE(Date.parse(`${text}T00:00:00Z`) / DAY_MS)
      return bytes.subarray(0, 4)
    case 'long':
      bytes.writeBigInt64LE(BigInt(text))
      return bytes
    case 'timestamp':
    case 'timestamptz': {
      const micros = microsOf(text)
      if (micros === undefined) return undefined
      bytes.writeBigInt64LE(micros)
      return bytes
    }
    case 'double': {
      const number = Number(text)
      if (!Number.isFinite(number)) return undefined
      bytes.writeDoubleLE(number)
      return bytes
    }
    default:
      return undefined
  }
}

/** The same back, for the types by which files are looked for. */
export function boundFromBytes(bytes: Uint8Array, type: Json): string | undefined {
  const view = Buffer.from(bytes)
  if (type === 'string') return view.toString()
  if (type === 'int' && view.length === 4) return String(view.readInt32LE())
  if (type === 'long' && view.length === 8) return String(view.readBigInt64LE())
  if (type === 'date' && view.length === 4) return new Date(view.readInt32LE() * DAY_MS).toISOString().slice(0, 10)
  return undefined
}

function microsOf(text: string): bigint | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(?:\+00)?$/.exec(text)
  if (match === null) return undefined
  const [, day, time, fraction = ''] = match
  return BigInt(Date.parse(`${day}T${time}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'))
}
