import fc from 'fast-check'

const NAMES = [
  'id',
  'userName',
  'Total (USD)',
  'ünïcode key',
  'a__b',
  'trail_',
  '1st',
  'x.y',
  'order',
  'HTTPStatus',
  'z',
]
const NESTING = ['x.y', 'order']

/** Kept apart from what is documented to differ: NUL, halves of surrogate pairs, type markers, numbers beyond 64 bits. */
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((value) => value.replace(/[\0\uf026-\uf02e]/g, '').toWellFormed())

const integer = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.maxSafeInteger())
const fraction = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
  .map((value) => Math.round(value * 1e6) / 1e6)
  .filter((value) => !Number.isInteger(value))
const moment = fc
  .date({ min: new Date('1970-01-02'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

/** A cell whose type follows from the length of its key most of the time, so that both columns and variants come up. */
function scalar(key: string): fc.Arbitrary<unknown> {
  const usual = [integer, text, fc.boolean(), moment, fraction][key.length % 5] ?? text
  // A time beside other texts ends a run of dlt: see the recorded case `variant_iso_first`.
  const others = usual === moment ? [integer] : [integer, fraction, fc.boolean(), text.map((value) => `~${value}`)]
  return fc.oneof({ weight: 12, arbitrary: usual }, { weight: 2, arbitrary: fc.constant(null) }, ...others)
}

function object(depth: number): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .uniqueArray(fc.constantFrom(...NAMES), { maxLength: 5 })
    .chain((keys) => fc.tuple(...keys.map((key) => cell(key, depth).map((value) => [key, value] as const))))
    .map((entries) => Object.fromEntries(entries))
}

/** Few keys nest, or each document would bring tables of its own. */
function cell(key: string, depth: number): fc.Arbitrary<unknown> {
  if (depth === 0 || !NESTING.includes(key)) return scalar(key)
  return fc.oneof(
    { weight: 1, arbitrary: scalar(key) },
    { weight: 2, arbitrary: object(depth - 1) },
    { weight: 3, arbitrary: fc.array(fc.oneof(object(depth - 1), scalar(key)), { maxLength: 4 }) },
  )
}

/** Documents of a seed: the same ones each time. */
export function generatedDocuments(seed: number, count: number): readonly Readonly<Record<string, unknown>>[] {
  return fc.sample(object(2), { seed, numRuns: count })
}
