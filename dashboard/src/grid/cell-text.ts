/** How a cell is drawn: its text, cut to what a cell can show, and what kind of value it is. */
export interface CellText {
  readonly text: string
  readonly kind: 'null' | 'empty' | 'number' | 'flag' | 'json' | 'time' | 'text'
}

const LONGEST = 300
const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/
const NUMBER_TYPES = ['bigint', 'double', 'decimal', 'wei']

/** The text of a value in a cell. Null and the empty text look different; line breaks become `⏎`. */
export function cellText(value: unknown, dataType?: string): CellText {
  if (value === null || value === undefined) return { text: 'null', kind: 'null' }
  if (value === '') return { text: 'empty', kind: 'empty' }
  if (typeof value === 'number' || typeof value === 'bigint') return { text: String(value), kind: 'number' }
  if (typeof value === 'boolean') return { text: String(value), kind: 'flag' }
  if (typeof value !== 'string') return { text: cut(JSON.stringify(value)), kind: 'json' }
  if (dataType !== undefined && NUMBER_TYPES.includes(dataType)) return { text: value, kind: 'number' }
  const time = TIME.exec(value)
  if (time !== null) return { text: shortTime(time), kind: 'time' }
  return { text: cut(value).replace(/\r?\n/g, '⏎'), kind: dataType === 'json' ? 'json' : 'text' }
}

/** A value as whole text: what is copied from a cell. */
export function wholeText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

// Timestamps are UTC throughout; zeros at the end say nothing. Another offset is kept.
function shortTime([whole, date, clock, fraction = '', offset = '']: RegExpExecArray): string {
  const utc = offset === '' || offset === 'Z' || /^[+-]00:?00$/.test(offset)
  if (!utc) return whole
  const digits = fraction.replace(/0+$/, '')
  return `${date} ${clock}${digits === '' ? '' : `.${digits}`}`
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
