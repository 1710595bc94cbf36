import type { ColumnFacts } from './column-facts.ts'
import type { Frequent } from './frequent-values.ts'

interface Seen {
  readonly facts: ColumnFacts
  readonly frequent: readonly Frequent[]
  readonly texts: readonly string[]
}

const LONG_TEXT = 5000
/** Of so many values a share says something. */
const ENOUGH = 20
const NO_VALUES = ['n/a', 'na', 'null', 'none', 'undefined', 'nan', 'nil', '-', '--', '?', 'unknown', '(null)']
const INTEGER = /^-?(0|[1-9]\d{0,17})$/
const DECIMAL = /^-?(0|[1-9]\d*)\.\d+$/
const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/
const TIME_NAME = /(^|_)(at|on|time|date|created|updated|timestamp|ts)$/i
const ID_NAME = /(^|_)(id|key|code|number|no|zip|postcode|phone|version)$/i

/** What is odd about a column, a sentence each. */
export function columnRemarks(name: string, seen: Seen): readonly string[] {
  const { facts, texts } = seen
  const rows = facts.filled + facts.nulls
  if (rows === 0) return []
  if (facts.filled === 0) return ['all null']
  return [
    ...ofNulls(facts, rows),
    ...ofRepetition(facts),
    ...(facts.kind === 'text' ? [...ofTexts(seen), ...asOtherType(name, texts)] : []),
    ...(facts.kind === 'bigint' ? asTime(name, facts) : []),
  ]
}

function ofNulls({ nulls }: ColumnFacts, rows: number): readonly string[] {
  return nulls / rows >= 0.95 ? [`${Math.floor((nulls / rows) * 1000) / 10} % null`] : []
}

function ofRepetition({ filled, distinct }: ColumnFacts): readonly string[] {
  if (distinct === 1 && filled > 1) return ['always the same value']
  const repeated = filled - distinct
  if (filled < 5 * ENOUGH || repeated === 0 || repeated / filled > 0.01) return []
  return [`nearly unique: ${repeated === 1 ? '1 value is' : `${repeated.toLocaleString('en')} values are`} there again`]
}

function ofTexts({ facts, frequent, texts }: Seen): readonly string[] {
  const remarks: string[] = []
  const { empty = 0, longest = 0, filled, distinct } = facts
  if (empty > 0 && empty < filled) remarks.push(`${empty.toLocaleString('en')} empty texts`)
  if (empty === filled) remarks.push('all texts are empty')
  if (longest > LONG_TEXT) remarks.push(`texts of up to ${longest.toLocaleString('en')} characters`)
  const none = frequent.filter(({ value }) => NO_VALUES.includes(value.toLowerCase()))
  if (none.length > 0 && none.length < distinct) {
    const count = none.reduce((sum, one) => sum + one.count, 0)
    remarks.push(`${count.toLocaleString('en')} texts stand for no value: ${none.map(({ value }) => value).join(', ')}`)
  }
  const variants = spelledInSeveralWays(frequent)
  if (variants !== undefined) remarks.push(`spelled in several ways: ${variants.join(', ')}`)
  const spaced = texts.filter((text) => text !== text.trim()).length
  if (spaced > 0) remarks.push(`${spaced} of ${texts.length} texts begin or end with a space`)
  return remarks
}

/** `Open, open`: the same word but for case and spaces. */
function spelledInSeveralWays(frequent: readonly Frequent[]): readonly string[] | undefined {
  const ways = new Map<string, string[]>()
  for (const { value } of frequent) {
    const plain = value.trim().toLowerCase()
    ways.set(plain, [...(ways.get(plain) ?? []), value])
  }
  return [...ways.values()].find((spellings) => spellings.length > 1)
}

function asOtherType(name: string, texts: readonly string[]): readonly string[] {
  const filled = texts.filter((text) => text !== '')
  if (filled.length < ENOUGH) return []
  const share = (test: (text: string) => boolean) => filled.filter(test).length / filled.length
  const isNumber = (text: string) => INTEGER.test(text) || DECIMAL.test(text)
  if (share((text) => /^(true|false|yes|no)$/i.test(text)) >= 0.95) return ['texts that are true or false']
  if (share((text) => TIME.test(text)) >= 0.95) return ['texts that are times']
  if (!ID_NAME.test(name) && share(isNumber) >= 0.95) return ['texts that are numbers']
  if (share(isDocument) >= 0.95) return ['texts that are JSON']
  return []
}

/** Cut texts do not parse, so the look of their beginning has to do. */
function isDocument(text: string): boolean {
  return /^\s*(\{\s*"|\{\s*\}|\[\s*(["{[\d]|\]|true|false|null))/.test(text)
}

function asTime(name: string, { min, max }: ColumnFacts): readonly string[] {
  const [low, high] = [Number(min), Number(max)]
  if (!TIME_NAME.test(name) || !(low > 0)) return []
  if (low > 5e8 && high < 5e9) return ['looks like seconds since 1970']
  return low > 5e11 && high < 5e12 ? ['looks like milliseconds since 1970'] : []
}
