import { parseExact } from '../../../values/exact-json.ts'
import { parseIsoDate, parseIsoMoment, parseIsoTime } from '../../../values/iso.ts'
import { Decimal } from '../../../values/kinds.ts'
import { toValue } from '../../../values/to-value.ts'

const utf8 = new TextEncoder()

/** How the text of a value becomes the value, by the OID of its type; what is not known stays text. */
const VALUES: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: (text) => new Uint8Array(Buffer.from(text, 'hex')),
  20: integer,
  21: Number,
  23: Number,
  26: Number,
  114: json,
  700: Number,
  701: Number,
  1082: (text) => parseIsoDate(text) ?? text,
  1083: (text) => parseIsoTime(text) ?? text,
  1114: (text) => parseIsoMoment(text.replace(' ', 'T')) ?? text,
  1184: (text) => parseIsoMoment(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')) ?? text,
  1700: (text) => new Decimal(text),
  3802: json,
}

/** The parser of a column's texts. */
export function valueIn(oid: number): (text: string) => unknown {
  return VALUES[oid] ?? String
}

function integer(text: string): number | bigint {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

function json(text: string): unknown {
  return toValue(parseExact(utf8.encode(text))) ?? null
}
