import fc from 'fast-check'
import type { Page } from '../../src/contracts/page.ts'

export type Document = Readonly<Record<string, unknown>>

const KEYS = ['a', 'B', 'ü', '', ' ', 'a b', 'x__y', 'x', 'y', '1', 'camelCase', 'Ключ', 'trailing_', 'a__b']
const TEXTS = ['x', 'größe', '', ' ', '12', 'true', '0x1f', '2024-01-02', '😀', 'a"b\\c\n']

const scalar = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer().map((whole) => whole + 0.5),
  fc.boolean(),
  fc.constantFrom(...TEXTS),
  fc.constant(null),
)

const { object } = fc.letrec<{ value: unknown; object: Document; list: unknown[] }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('object'), tie('list')),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  list: fc.array(tie('value'), { maxLength: 3 }),
}))

/** Documents that change their shape and types as they like. */
export const wildDocument: fc.Arbitrary<Document> = fc
  .tuple(object, fc.constantFrom(undefined, null, '2024-01-02T03:04:05.678901Z', '2024-01-02 03:04:05'))
  .map(([document, at]) => (at === undefined ? document : { ...document, at }))

/** Documents in which a key always has the same type. */
export const typedDocument: fc.Arbitrary<Document> = fc.record(
  {
    n: fc.integer(),
    s: fc.constantFrom('p', 'ü', ''),
    f: fc.integer().map((whole) => whole + 0.5),
    o: fc.record({ n: fc.integer(), s: fc.constantFrom('q', null) }, { requiredKeys: [] }),
    l: fc.array(fc.record({ n: fc.integer(), l: fc.array(fc.boolean(), { maxLength: 2 }) }, { requiredKeys: ['n'] }), {
      maxLength: 3,
    }),
  },
  { requiredKeys: [], noNullPrototype: true },
)

/** How documents are cut: sizes of pages by turns, and the form of each. */
export const cuts = fc.array(
  fc.record({ rows: fc.integer({ min: 1, max: 4 }), form: fc.constantFrom<Form>('values', 'json', 'jsonl') }),
  { minLength: 1, maxLength: 4 },
)

type Form = 'values' | 'json' | 'jsonl'

export function* pagesOf(
  documents: readonly Document[],
  cut: readonly { readonly rows: number; readonly form: Form }[],
): Generator<Page> {
  for (let from = 0, turn = 0; from < documents.length; turn++) {
    const { rows, form } = cut[turn % cut.length] ?? { rows: documents.length, form: 'values' }
    const page = documents.slice(from, from + rows)
    if (form === 'values') yield { rows: page }
    else if (form === 'json') yield { bytes: Buffer.from(JSON.stringify(page)) }
    else yield { bytes: Buffer.from(page.map((one) => `${JSON.stringify(one)}\n`).join('')), format: 'jsonl' }
    from += rows
  }
}
