import type { HttpResponse } from '../../../http/request.ts'
import type { RowsWanted } from './body-format.ts'
import { type CsvOptions, csvFormat } from './csv.ts'
import { beginsWithWholeLine, ndjsonFormat } from './ndjson.ts'
import { type XmlOptions, xmlFormat } from './xml.ts'

/** How the answers of an endpoint are written; `auto` goes by their content type, and takes everything else for JSON. */
export type ResponseFormat =
  | { readonly type: 'auto' | 'json' | 'ndjson' }
  | ({ readonly type: 'csv' } & CsvOptions)
  | ({ readonly type: 'xml' } & XmlOptions)

/** Reads a body in the format that it is in; undefined for JSON, which stays as it is. */
export function readAs(
  format: ResponseFormat,
  response: HttpResponse,
  rows: RowsWanted,
): Uint8Array | Promise<Uint8Array> | undefined {
  switch (format.type) {
    case 'json':
      return undefined
    case 'ndjson':
      return ndjsonFormat.toJson(response, {}, rows)
    case 'csv':
      return csvFormat.toJson(response, format, rows)
    case 'xml':
      return xmlFormat.toJson(response, format, rows)
    case 'auto': {
      const found = formatOf(response)
      return found === undefined ? undefined : readAs({ type: found }, response, rows)
    }
  }
}

const BLANKS = [0x20, 0x09, 0x0a, 0x0d]
const OPEN_ANGLE = 0x3c
const JSON_STARTS = [0x7b, 0x5b]

/** What the content type says, unless the body shows that it is JSON all the same: many servers send JSON as anything. */
function formatOf({ headers, body }: HttpResponse): 'ndjson' | 'csv' | 'xml' | undefined {
  const header = headers.get('content-type')
  if (header === undefined) return undefined
  const contentType = (header.split(';', 1)[0] ?? '').trim().toLowerCase()
  if (ndjsonFormat.matches(contentType)) return beginsWithWholeLine(body) ? 'ndjson' : undefined
  const first = body.find((byte) => !BLANKS.includes(byte)) ?? 0
  if (csvFormat.matches(contentType)) return JSON_STARTS.includes(first) ? undefined : 'csv'
  return xmlFormat.matches(contentType) && first === OPEN_ANGLE ? 'xml' : undefined
}
