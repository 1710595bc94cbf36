/** A column of a result: the engine's type name, and how its text leaves. */
export interface OutType {
  readonly name: string
  out(text: string): unknown
}

const asIs = (text: string) => text

/** Types whose values leave as anything but their text, and those whose names a reader must know. By their OID. */
const TYPES: Readonly<Record<number, OutType>> = {
  16: { name: 'boolean', out: (text) => text === 't' },
  17: { name: 'bytea', out: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')) },
  20: { name: 'bigint', out: BigInt },
  21: { name: 'smallint', out: BigInt },
  23: { name: 'integer', out: BigInt },
  114: { name: 'json', out: asIs },
  700: { name: 'real', out: Number },
  701: { name: 'double precision', out: Number },
  1082: { name: 'date', out: asIs },
  1083: { name: 'time without time zone', out: asIs },
  1114: { name: 'timestamp without time zone', out: (text) => isoText(text, '') },
  1184: { name: 'timestamp with time zone', out: (text) => isoText(text, 'Z') },
  1700: { name: 'numeric', out: asIs },
  2950: { name: 'uuid', out: asIs },
  3802: { name: 'jsonb', out: asIs },
}

const TEXT: OutType = { name: 'text', out: asIs }

/** The type of that OID; what is not known leaves as PostgreSQL's text. */
export function outType(oid: number): OutType {
  return TYPES[oid] ?? TEXT
}

/** `2024-01-31 23:59:59.5+00` as ISO text with microseconds; infinity and years before 1 stay as they are. */
function isoText(text: string, zone: string): string {
  const parts = /^(\d{4,})-(\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?([-+][\d:]+)?$/.exec(text)
  if (parts === null) return text
  const [, year = '', date, time, fraction = '', offset = '+00'] = parts
  const isoYear = year.length > 4 ? `+${year.padStart(6, '0')}` : year
  const seconds = `${isoYear}-${date}T${time}`
  return `${offset === '+00' ? seconds : inUtc(seconds, offset)}.${fraction.padEnd(6, '0')}${zone}`
}

/** A moment of a session with a time zone of its own, whose offset from UTC may have minutes and seconds. */
function inUtc(seconds: string, offset: string): string {
  const [hours = 0, minutes = 0, rest = 0] = offset.slice(1).split(':').map(Number)
  const ahead = (hours * 3600 + minutes * 60 + rest) * (offset.startsWith('-') ? -1 : 1)
  return new Date(Date.parse(`${seconds}Z`) - ahead * 1000).toISOString().slice(0, -5)
}
