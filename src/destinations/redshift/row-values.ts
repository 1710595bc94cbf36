import { eachMember } from '../../values/json-path.ts'
import type { DataType } from '../../values/kinds.ts'
import { literal } from './literal.ts'

export interface ValueColumn {
  readonly name: string
  readonly dataType: DataType | undefined
}

/** A line of a job file as what stands in VALUES: `(1, 'a', NULL)`. Numbers and documents are written with the digits they have. */
export function rowValues(line: Uint8Array, columns: readonly ValueColumn[]): string {
  const fields = new Map<string, string>()
  const text = (from: number, to: number) =>
    Buffer.from(line.buffer, line.byteOffset + from, to - from).toString('utf8')
  eachMember(line, { start: 0, end: line.length }, (value, key) => {
    if (key !== undefined) fields.set(JSON.parse(text(key.start, key.end)), text(value.start, value.end))
  })
  return `(${columns.map((column) => sqlValue(fields.get(column.name), column)).join(', ')})`
}

function sqlValue(json: string | undefined, { dataType }: ValueColumn): string {
  if (json === undefined) return 'NULL'
  if (dataType === 'json') return `JSON_PARSE(${literal(json)})`
  if (!json.startsWith('"')) return json
  const text = String(JSON.parse(json))
  return dataType === 'binary' ? `FROM_HEX('${Buffer.from(text, 'base64').toString('hex')}')` : literal(text)
}
