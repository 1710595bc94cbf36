import { type NamingConvention, namingConvention } from '../../../src/naming/naming-convention.ts'
import { shorten, tagOf } from '../../../src/naming/shorten.ts'
import { canonicalJson } from '../../../src/values/canonical-json.ts'
import { coerce, NO_FIT } from '../../../src/values/coerce.ts'
import { detect } from '../../../src/values/detect.ts'
import {
  childRowId,
  incrementalHash,
  legacyIncrementalHash,
  rowHash,
  sha3Base64,
  shake128Base64,
} from '../../../src/values/digest.ts'
import { parseIsoMoment } from '../../../src/values/iso.ts'
import { type DataType, Decimal, Float, type Value } from '../../../src/values/kinds.ts'
import { pythonRepr } from '../../../src/values/python-text.ts'
import { decodeState, encodeState, stateHash } from '../../../src/values/state-codec.ts'
import { toValue } from '../../../src/values/to-value.ts'
import { typeOf } from '../../../src/values/type-of.ts'
import { parseTypedJson, typedJson } from '../../../src/values/typed-json.ts'
import { decodeTagged } from './tagged.ts'

type Fields = { readonly [name: string]: unknown }

/** One check: the differences between what was recorded and what tolva does, as sentences. */
type Check = (fields: Fields) => readonly (readonly [what: string, expected: unknown, actual: unknown])[]

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const DATA_TYPES: readonly DataType[] = [
  'text',
  'double',
  'bool',
  'timestamp',
  'bigint',
  'binary',
  'json',
  'decimal',
  'wei',
  'date',
  'time',
]

function dataTypeOf(name: unknown): DataType {
  const found = DATA_TYPES.find((type) => type === name)
  if (found === undefined) throw new Error(`no data type: ${String(name)}`)
  return found
}

function checkNaming({ convention, max_length: limit, in: identifier, out }: Fields) {
  const naming = namingConvention(String(convention), typeof limit === 'number' ? limit : undefined)
  const expected = isFields(out) ? 'an error' : out
  return [[`${convention} at ${limit}`, expected, normalized(naming, String(identifier))] as const]
}

function normalized(naming: NamingConvention, identifier: string): string {
  try {
    return naming.normalizeIdentifier(identifier)
  } catch {
    return 'an error'
  }
}

function checkTag({ op, in: identifier, max_length: limit, out }: Fields) {
  const text = String(identifier)
  return [[String(op), out, op === 'tag' ? tagOf(text) : shorten(text, text, Number(limit))] as const]
}

function checkCoercion({ from, to, in: input, out, error }: Fields) {
  const source = dataTypeOf(from)
  const target = dataTypeOf(to)
  const actual = coerce(asValue(decodeTagged(input)), source, target)
  const expected = error === undefined ? asValue(decodeTagged(out)) : NO_FIT
  const what = `${source} to ${target}`
  // a wei is an integer here: what is not a finite number goes to a variant column instead of failing the load
  if (target === 'wei' && expected instanceof Decimal) return [[what, 'no fit', spelled(actual, target)] as const]
  // the recorder wrote the moment of the input in UTC, the original saw another offset
  if (source === 'timestamp' && target === 'text') return [[what, microsOf(expected), microsOf(actual)] as const]
  return [[what, spelled(expected, target), spelled(actual, target)] as const]
}

const asValue = (value: unknown): Value => toValue(value) ?? null

const microsOf = (value: Value | typeof NO_FIT) => (typeof value === 'string' ? parseIsoMoment(value)?.micros : value)

/** A text in which two values of a column type are equal when they are the same to that column. */
function spelled(value: Value | typeof NO_FIT, type: DataType): string {
  if (value === NO_FIT) return 'no fit'
  if (type === 'double') return pythonRepr(Number(value instanceof Float ? value.value : value))
  const held = type === 'timestamp' ? coerce(value, type, type) : value
  return held === NO_FIT ? 'no fit' : typedJson(held)
}

function checkDetections({ in: input, ...expected }: Fields) {
  const value = decodeTagged(input)
  if (value === null || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')) {
    throw new Error('a detection needs a text or a number')
  }
  return Object.entries(expected).map(
    ([name, type]) => [name, type ?? undefined, detect(value, typeOf(value), [name], 0)] as const,
  )
}

const DIGESTS: { readonly [op: string]: (input: unknown) => string } = {
  digest128_15: (input) => shake128Base64(String(input), 15),
  digest128_10: (input) => shake128Base64(String(input), 10),
  digest256: (input) => sha3Base64(String(input)),
  nested_row_hash(input) {
    const [parent, table, index] = Array.isArray(input) ? input : []
    return childRowId(String(parent), String(table), Number(index))
  },
  row_hash: (input) => (isFields(input) ? rowHash(input, { plain: true }) : ''),
  float_text: (input) => canonicalJson(input),
}

function checkDigest({ op, in: input, out, canonical_json: canonical, as_text_column: asText }: Fields) {
  const value = decodeTagged(input)
  const differences: (readonly [string, unknown, unknown])[] = []
  const digest = DIGESTS[String(op)]
  if (digest === undefined) throw new Error(`no such operation: ${String(op)}`)
  if (out !== undefined) differences.push([String(op), out, digest(value)])
  if (op === 'row_hash' && isFields(value)) {
    const hashed = Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('_dlt')))
    differences.push(['canonical json', canonical, canonicalJson(hashed)])
  }
  if (op === 'float_text' && value instanceof Float) {
    differences.push(['canonical json', canonical, canonicalJson(value)])
    differences.push(['text', asText, coerce(value, 'double', 'text')])
  }
  return differences
}

function checkIncrementalHash({ in: input, out, legacy }: Fields) {
  const value = decodeTagged(input)
  return [
    ['hash', out, incrementalHash(value)] as const,
    ['legacy hash', legacy, legacyIncrementalHash(value)] as const,
  ]
}

function checkState({ typed_json: text, typed_json_sorted: sorted, version_hash: hash, compressed }: Fields) {
  const state = parseTypedJson(String(text))
  if (!isFields(state)) throw new Error('a state is an object')
  return [
    ['written again', text, typedJson(state)] as const,
    ['sorted', sorted, typedJson(state, { sorted: true })] as const,
    ['version hash', hash, stateHash(state)] as const,
    ['read from the column', text, typedJson(decodeState(String(compressed)))] as const,
    ['written to the column and read', text, typedJson(decodeState(encodeState(state)))] as const,
  ]
}

const CHECKS: { readonly [name: string]: Check } = {
  naming_conventions: checkNaming,
  naming_tag: checkTag,
  coercion_matrix: checkCoercion,
  detections: checkDetections,
  digests: checkDigest,
  incremental_hashes: checkIncrementalHash,
  state_codec: checkState,
}

/** The recorded unit cases that `runUnitCase` knows. */
export const UNIT_CASES: readonly string[] = Object.keys(CHECKS)

/** Runs a recorded unit case; gives the differences, none where it passes. Throws where the case is unknown or empty. */
export function runUnitCase(name: string, doc: unknown): string[] {
  const check = CHECKS[name]
  const checks = isFields(doc) ? doc.checks : undefined
  if (check === undefined || !Array.isArray(checks) || checks.length === 0) throw new Error(`no checks for ${name}`)
  return checks.filter(isFields).flatMap((fields) =>
    check(fields)
      .filter(([, expected, actual]) => expected !== actual)
      .map(([what, expected, actual]) => {
        const input = JSON.stringify(fields.in ?? fields.typed_json)
        return `${name}: ${what} of ${input}: expected ${String(expected)}, got ${String(actual)}`
      }),
  )
}
