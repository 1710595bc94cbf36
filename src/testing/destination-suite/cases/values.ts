import { deepEqual, equal, rejects } from 'node:assert/strict'
import { TolvaError } from '../../../errors/tolva-error.ts'
import type { DataType } from '../../../values/kinds.ts'
import { type SuiteAbilities, type SuiteCase, suiteCase } from '../suite-case.ts'
import { TYPED_VALUES, type TypedValues } from './typed-values.ts'

const MANY = 9_000

/** Every data type at its edges, texts that are hard to write down, and rows of all of them. */
export function valueCases({ capabilities }: SuiteAbilities): readonly SuiteCase[] {
  const isRefused = ([, { dataType }]: TypedValues) => capabilities.unsupportedTypes.some((type) => type === dataType)
  const held = TYPED_VALUES.filter((values) => !isRefused(values))
  return [
    ...held.map(kept),
    ...capabilities.unsupportedTypes.map(refused),
    allAtOnce(held),
    capabilities.nulCharacters ? nulsKept : nulsCounted,
    bigText(Math.min(capabilities.maxTextBytes ?? Number.POSITIVE_INFINITY, 3_000_000)),
    ...(capabilities.maxTextBytes === undefined ? [] : [tooMuchText(capabilities.maxTextBytes)]),
    halfSurrogate,
  ]
}

function kept([name, hint, values, expected = values]: TypedValues): SuiteCase {
  return suiteCase(`keeps the values of column ${name}`, async (suite) => {
    const typed = suite.pipeline(`type_${name}`)
    const rows = [...values, null].map((value, id) => ({ id, value }))
    await typed.run(suite.resource({ name: 'rows', columns: { value: hint } }, rows))
    const found = await typed.dataset().table('rows').select('value').orderBy('id').rows({ bigint: 'bigint' })
    const plainRows = found.map(({ value }) => plain(value))
    deepEqual(plainRows, [...expected, null].map(plain))
  })
}

function refused(dataType: DataType): SuiteCase {
  return suiteCase(`refuses a column of type ${dataType} before anything is loaded`, async (suite) => {
    const typed = suite.pipeline(`refused_${dataType}`)
    const rows = suite.resource({ name: 'rows', columns: { value: { dataType } } }, [{ id: 1 }])
    await rejects(typed.plan(rows), { code: 'unsupported_type' })
    await rejects(typed.run(rows), { code: 'unsupported_type' })
  })
}

function allAtOnce(held: readonly TypedValues[]): SuiteCase {
  return suiteCase('keeps many columns and rows of every type at once', async (suite) => {
    const wide = suite.pipeline('wide')
    const columns = Object.fromEntries(held.map(([name, hint]) => [name, hint]))
    const rows = Array.from({ length: MANY }, (_, id) => ({
      id,
      ...Object.fromEntries(
        held.map(([name, , values], at) => [name, (id + at) % 7 === 0 ? null : values[id % values.length]]),
      ),
    }))
    await wide.run(suite.resource({ name: 'rows', columns, maxTableNesting: 0 }, rows))
    const found = await wide.dataset().table('rows').orderBy('id').rows({ bigint: 'bigint' })
    equal(found.length, MANY)
    for (const [id, row] of found.entries()) {
      for (const [at, [name, , values, expected = values]] of held.entries()) {
        const wanted = (id + at) % 7 === 0 ? null : expected[id % values.length]
        deepEqual(plain(row[name]), plain(wanted), `row ${id}, column ${name}`)
      }
    }
  })
}

const WITH_NULS = [
  { id: 1, text: 'a\0b\0', json: { 'k\0': ['\0', '\\u0000'] } },
  { id: 2, text: '\0', json: {} },
]
const JSON_COLUMN = { json: { dataType: 'json' } }

const nulsKept = suiteCase('keeps NUL characters', async (suite) => {
  const shop = suite.pipeline('nuls')
  await shop.run(suite.resource({ name: 't', columns: JSON_COLUMN }, WITH_NULS))
  const found = await shop.dataset().table('t').select('text', 'json').orderBy('id').rows()
  deepEqual(
    found.map(({ text, json }) => [text, plain(json)]),
    WITH_NULS.map(({ text, json }) => [text, json]),
  )
})

const nulsCounted = suiteCase('leaves NUL characters out and counts them', async (suite) => {
  const shop = suite.pipeline('nuls')
  const info = await shop.run(suite.resource({ name: 't', columns: JSON_COLUMN }, WITH_NULS))
  const counts = info.toJSON().packages[0]?.report.discarded.map(({ column, count }) => [column, count])
  deepEqual(counts, [
    ['text', 3],
    ['json', 2],
  ])
  const found = await shop.dataset().table('t').select('text', 'json').orderBy('id').rows()
  deepEqual(
    found.map(({ text, json }) => [text, plain(json)]),
    [
      ['ab', { k: ['', '\\u0000'] }],
      ['', {}],
    ],
  )
})

function bigText(bytes: number): SuiteCase {
  return suiteCase(`keeps texts of ${bytes} bytes beside short ones, whatever they are made of`, async (suite) => {
    const shop = suite.pipeline('big_texts')
    const texts = ['x', 'é', '漢', '😀'].map((one) => one.repeat(Math.floor(bytes / Buffer.byteLength(one))))
    const rows = ['', ...texts, 'short'].map((text, id) => ({ id, text }))
    await shop.run(suite.resource({ name: 't' }, rows))
    const found = await shop.dataset().table('t').select('text').orderBy('id').rows()
    equal(found.length, rows.length)
    for (const [id, { text }] of found.entries()) equal(text === rows[id]?.text, true, `text ${id}`)
  })
}

function tooMuchText(bytes: number): SuiteCase {
  return suiteCase(
    `refuses a text of more than ${bytes} bytes with table and column, and nothing is there`,
    async (suite) => {
      const shop = suite.pipeline('too_much_text')
      const rows = suite.resource({ name: 't' }, [{ id: 1, text: 'x'.repeat(bytes + 1) }])
      await rejects(shop.run(rows), (error: unknown) => {
        deepEqual(contextOf(error), { code: 'text_too_long', table: 't', column: 'text' })
        return true
      })
    },
  )
}

const halfSurrogate = suiteCase('refuses half of a surrogate pair with table and column', async (suite) => {
  const shop = suite.pipeline('surrogates')
  await rejects(shop.run(suite.resource({ name: 't' }, [{ text: '\udc00' }])), (error: unknown) => {
    deepEqual(contextOf(error), { code: 'lone_surrogate', table: 't', column: 'text' })
    return true
  })
})

function contextOf(error: unknown): object {
  if (!(error instanceof TolvaError)) throw error
  return { code: error.code, table: error.context.table, column: error.context.column }
}

/** Comparable: a document's keys in an order of their own, as not every engine keeps theirs. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, plain(inner)])
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
}
