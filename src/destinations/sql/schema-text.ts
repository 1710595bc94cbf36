import { deflateSync, inflateSync } from 'node:zlib'

/** A stored schema as it stands in its column: where that is too narrow for it, base64 of zlib, as dlt does. */
export function packedSchema(text: string, maxBytes: number | undefined): string {
  if (maxBytes === undefined || Buffer.byteLength(text) <= maxBytes) return text
  return deflateSync(text, { level: 9 }).toString('base64')
}

/** The document of a stored schema, whichever way it was written. */
export function unpackedSchema(text: string): string {
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(text)) return text
  return inflateSync(Buffer.from(text, 'base64')).toString('utf8')
}
