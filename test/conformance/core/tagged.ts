import { coerce } from '../../../src/values/coerce.ts'
import { EXACT, entriesOf } from '../../../src/values/exact-json.ts'
import { parseIsoDate, parseIsoMoment, parseIsoTime } from '../../../src/values/iso.ts'
import { Decimal, Float, Uuid, Wei } from '../../../src/values/kinds.ts'
import { pythonFloat } from '../../../src/values/python-text.ts'

function present<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Error(`cannot read the tagged value ${text}`)
  return value
}

const TAGS: { readonly [tag: string]: (text: string) => unknown } = {
  $decimal: (text) => new Decimal(text),
  $wei: (text) => {
    const value = coerce(text, 'text', 'wei')
    return value instanceof Wei ? value : new Decimal(text)
  },
  $datetime: (text) => present(parseIsoMoment(text), text),
  $date: (text) => present(parseIsoDate(text), text),
  $time: (text) => present(parseIsoTime(text), text),
  $bytes: (text) => Uint8Array.from(Buffer.from(text, 'base64')),
  $uuid: (text) => new Uuid(text),
  $int: (text) => BigInt(text),
  $float: (text) => new Float(present(pythonFloat(text), text)),
}

/** Turns the tagged values of a recorded case (`{"$decimal": "1.50"}`) into values; what `EXACT` remembers is kept. */
export function decodeTagged(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json
  const exact = EXACT in json ? { [EXACT]: json[EXACT] } : {}
  if (Array.isArray(json)) return Object.assign(json.map(decodeTagged), exact)
  const entries = entriesOf(json)
  const [tag, text] = entries[0] ?? ['', undefined]
  const decoder = entries.length === 1 && Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined
  if (decoder !== undefined && typeof text === 'string') return decoder(text)
  return Object.assign(Object.fromEntries(entries.map(([key, value]) => [key, decodeTagged(value)])), exact)
}
