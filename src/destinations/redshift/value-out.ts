import { type OutType, outType } from '../postgres/value-out.ts'

/** Types of Redshift that PostgreSQL has not, by their OID. */
const TYPES: Readonly<Record<number, OutType>> = {
  4000: { name: 'json', out: (text) => text },
  6551: { name: 'binary', out: (text) => new Uint8Array(Buffer.from(text.replace(/^\\x/, ''), 'hex')) },
}

/** The type of that OID, and how its text leaves. */
export function redshiftOut(oid: number): OutType {
  return TYPES[oid] ?? outType(oid)
}
