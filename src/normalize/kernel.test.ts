import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPage } from '../formats/parquet/read-page.ts'
import type { Column } from '../schema/stored.ts'
import { type Builders, createBuilders, type TableBuilder } from './builders.ts'
import { createKernel, type KernelResult } from './kernel.ts'
import { Plan } from './plan.ts'

type Type = NonNullable<Column['data_type']>

/** Tables by name, columns by name; `#parent` and `#index` stand for the links. */
type Tables = Record<string, Record<string, unknown[]>>

/** A plan with every kind of node: `b i d t z u` scalars, `o` objects, `l` rows, `s` scalars in a list, `n` lists in lists. */
function setUp() {
  const builders = createBuilders({ loadId: '1', random: (bytes) => bytes.fill(0) })
  const plan = new Plan(builders)
  const add = (table: TableBuilder, name: string, type: Type, more: Partial<Column> = {}) =>
    table.addColumn({ name, data_type: type, ...more })
  const child = (name: string, parent: TableBuilder) => {
    const table = builders.addTable({ name, parent })
    for (const role of ['_dlt_parent_id', '_dlt_id']) add(table, role, 'text')
    add(table, '_dlt_list_idx', 'bigint')
    return table
  }
  const root = builders.addTable({ name: 'r' })
  add(root, '_dlt_id', 'text')
  const map = plan.root(root)
  const types = { b: 'bool', i: 'bigint', d: 'double', t: 'text', z: 'timestamp' } as const
  for (const [name, type] of Object.entries(types)) map.key(name).setColumn(add(root, name, type))
  map.key('u').setColumn(add(root, 'u', 'timestamp', { timezone: false }))
  map.key('required').setColumn(add(root, 'required', 'bigint', { nullable: false }))
  map.key('nothing').allowNull()
  map.key('empty').allowEmpty()
  map.key('stop').setColumn(add(root, 'stop', 'bigint'))
  map.key('stop').stop = true
  map.key('unset')
  const inner = map.key('o').setObject()
  inner.key('i').setColumn(add(root, 'o__i', 'bigint'))
  inner.key('größe').setColumn(add(root, 'o__groesse', 'text'))
  inner
    .key('o')
    .setObject()
    .key('d')
    .setColumn(add(root, 'o__o__d', 'double'))
  const rows = map.key('l').setList(child('r__l', root))
  rows.items.key('t').setColumn(add(rows.table, 't', 'text'))
  const deep = rows.items.key('s').setList(child('r__l__s', rows.table))
  deep.setScalar(add(deep.table, 'value', 'bigint'))
  const scalars = map.key('s').setList(child('r__s', root))
  scalars.setScalar(add(scalars.table, 'value', 'text'))
  const outer = map.key('n').setList(child('r__n', root))
  const nested = outer.nest(child('r__n__list', outer.table))
  nested.setScalar(add(nested.table, 'value', 'double'))
  return { builders, kernel: createKernel(builders), table: root, map }
}

type SetUp = ReturnType<typeof setUp>

function flushed(builders: Builders): Tables {
  const tables: Tables = {}
  builders.flush((page) => {
    tables[page.table] = Object.fromEntries(page.columns.map((column) => [column.column.name, readPage(column)]))
  })
  return tables
}

/** Runs pages to their ends, leaving out rows on which the kernel stops; these are returned as bytes cut at `row`. */
function runAll(at: SetUp, pages: readonly string[], format: 'json' | 'jsonl' = 'json') {
  const tables: Tables[] = []
  const stops: (KernelResult & { state: 'stop' })[] = []
  for (const page of pages) {
    const bytes = Buffer.from(page)
    at.kernel.page(bytes, { ...at, format })
    for (let result = at.kernel.run(); result.state !== 'done'; result = at.kernel.run()) {
      if (result.state === 'full') tables.push(flushed(at.builders))
      else {
        stops.push(result)
        at.kernel.skipTo(rowEnd(bytes, result.row))
      }
    }
  }
  tables.push(flushed(at.builders))
  return { tables: joined(tables), stops }
}

/** The byte behind the object or list at `from`; texts in the tests hold no brackets outside of strings. */
function rowEnd(bytes: Buffer, from: number): number {
  let depth = 0
  let quoted = false
  for (let at = from; at < bytes.length; at++) {
    const c = String.fromCharCode(bytes[at]!)
    if (quoted && c === '\\') at++
    else if (c === '"') quoted = !quoted
    else if (!quoted && '{['.includes(c)) depth++
    else if (!quoted && '}]'.includes(c)) depth--
    if (depth === 0 && /[}\]\n]/.test(c)) return c === '\n' ? at : at + 1
  }
  return bytes.length
}

function joined(parts: readonly Tables[]): Tables {
  const all: Tables = {}
  for (const part of parts) {
    for (const [table, columns] of Object.entries(part)) {
      all[table] ??= {}
      for (const [name, values] of Object.entries(columns)) {
        all[table][name] ??= []
        for (const value of values) all[table][name].push(value)
      }
    }
  }
  return all
}

const only = (tables: Tables, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, tables.r?.[name]]))

/** Runs one row through one key and returns what its column holds, or the reason for the stop. */
function oneValue(key: string, lexeme: string): unknown {
  const at = setUp()
  const { tables, stops } = runAll(at, [`[{"${key}":${lexeme}}]`])
  return stops[0]?.reason ?? tables.r![key]![0]
}

describe('the kernel', () => {
  it('builds rows, children and grandchildren from a page', () => {
    const page = `[ {"b":true,"i":-7,"d":1.5,"t":"x","z":"2024-02-29T00:00:00Z","u":null,
      "o":{"i":1,"o":{"d":2},"größe":"ö"},"nothing":null,"empty":[],
      "l":[{"t":"a","s":[1,2]},{"s":[],"t":"b"},{"t":null,"s":[3]}],"s":["v",null,"w"],"n":[[1.5],[],[2,3]]} , {} ]`
    const { tables, stops } = runAll(setUp(), [page])
    expect(stops).toEqual([])
    expect(tables.r).toMatchObject({
      b: [true, null],
      i: [-7n, null],
      d: [1.5, null],
      t: ['x', null],
      z: [1_709_164_800_000_000n, null],
      u: [null, null],
      o__i: [1n, null],
      o__groesse: ['ö', null],
      o__o__d: [2, null],
    })
    const id = tables.r!._dlt_id![0]
    expect(tables.r__l).toMatchObject({
      _dlt_parent_id: [id, id, id],
      _dlt_list_idx: [0n, 1n, 2n],
      t: ['a', 'b', null],
    })
    const [first, , third] = tables.r__l!._dlt_id!
    expect(tables.r__l__s).toMatchObject({ _dlt_parent_id: [first, first, third], value: [1n, 2n, 3n] })
    expect(tables.r__s).toMatchObject({ value: ['v', null, 'w'], _dlt_list_idx: [0n, 1n, 2n] })
    expect(tables.r__n!._dlt_list_idx).toEqual([0n, 1n, 2n])
    expect(tables.r__n__list).toMatchObject({ value: [1.5, 2, 3], _dlt_list_idx: [0n, 0n, 1n] })
  })

  const row = fc.record(
    {
      b: fc.option(fc.boolean()),
      i: fc.option(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n })),
      d: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      t: fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000'))),
      l: fc.array(fc.record({ t: fc.option(fc.string({ unit: 'grapheme-ascii' })) }, { requiredKeys: [] })),
      s: fc.array(fc.option(fc.string({ unit: 'grapheme-composite' }))),
    },
    { requiredKeys: [] },
  )

  it('agrees with a plain reading of any rows, in any order of keys and spelling', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.infiniteStream(fc.nat(99)), (rows, dice) => {
        const die = () => dice.next().value ?? 0
        const pages = [`[${rows.map((value) => spell(value, die)).join(' ,\n')}]`]
        const { tables, stops } = runAll(setUp(), pages)
        expect(stops).toEqual([])
        const of = (key: 'b' | 'i' | 'd' | 't') => rows.map((value) => value[key] ?? null)
        if (rows.length > 0) {
          const expected = { b: of('b'), i: of('i'), d: of('d'), t: of('t') }
          expect(only(tables, ['b', 'i', 'd', 't'])).toEqual(expected)
        }
        const items = rows.flatMap((value) => value.l ?? [])
        expect(tables.r__l?.t ?? []).toEqual(items.map((item) => item.t ?? null))
        expect(tables.r__s?.value ?? []).toEqual(rows.flatMap((value) => value.s ?? []))
      }),
      { numRuns: 300 },
    )
  })

  it('gives the same tables however the lines are split into pages', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), fc.array(fc.boolean()), (rows, cuts) => {
        const lines = rows.map((value) => `${spell(value, () => 0)}\n`)
        const pages: string[] = ['']
        lines.forEach((line, at) => {
          if (cuts[at]) pages.push('\r\n ')
          pages[pages.length - 1] += line
        })
        const one = runAll(setUp(), [lines.join('')], 'jsonl')
        const many = runAll(setUp(), pages, 'jsonl')
        expect(many).toEqual(one)
      }),
      { numRuns: 100 },
    )
  })

  it('finds an error wherever a page is cut off, and never reads what lay behind it before', () => {
    const page =
      '[{"i":12345,"t":"ab\\u00e9c","o":{"i":1},"l":[{"t":"x"}],"s":["y"],"b":true,"d":1.25,"u":null},{"i":2}]'
    const at = setUp()
    runAll(at, [page])
    for (let cut = 0; cut < page.length; cut++) {
      at.kernel.page(Buffer.from(page), at)
      at.kernel.run()
      at.builders.flush(() => {})
      at.kernel.page(Buffer.from(page).subarray(0, cut), at)
      let outcome = 'error'
      try {
        outcome = at.kernel.run().state
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_json' })
      }
      expect(`${cut} ${outcome}`).toMatch(/error|stop/)
      const complete = cut >= page.lastIndexOf(',') ? 1 : 0
      expect(at.table.rows).toBe(cut === page.length - 1 ? 2 : complete)
      at.builders.flush(() => {})
    }
  })

  it('takes back a row on which it stops, children and all, and goes on behind it', () => {
    const rows = ['{"i":1,"l":[{"t":"a"}]}', '{"i":2,"l":[{"t":"b"},{"t":5}],"t":"gone"}', '{"i":3,"l":[{"t":"c"}]}']
    for (const [page, format] of [
      [`[${rows.join(',')}]`, 'json'],
      [rows.join('\n'), 'jsonl'],
    ] as const) {
      const { tables, stops } = runAll(setUp(), [page], format)
      expect(stops).toEqual([
        { state: 'stop', reason: 'does_not_fit', row: page.indexOf('{"i":2'), at: page.indexOf('5}') },
      ])
      expect(only(tables, ['i', 't'])).toEqual({ i: [1n, 3n], t: [null, null] })
      expect(tables.r__l!.t).toEqual(['a', 'c'])
    }
  })

  it('asks for a flush between root rows, and needs no more than one flush each', () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `{"i":${at},"s":["${at}"]}`)
    const { tables } = runAll(setUp(), [`[${rows.join()}]`])
    expect(tables.r!.i).toEqual(rows.map((_, at) => BigInt(at)))
    expect(tables.r__s!.value).toEqual(rows.map((_, at) => String(at)))
  })

  it('builds one row larger than every limit', () => {
    const long = 'é'.repeat(6_000_000)
    const many = Array.from({ length: 50_000 }, (_, at) => `"${at}"`).join()
    const { tables, stops } = runAll(setUp(), [`[{"t":"${long}\\n","s":[${many}]},{"t":"end"}]`])
    expect(stops).toEqual([])
    expect(tables.r!.t![0] === `${long}\n`).toBe(true)
    expect(tables.r!.t![1]).toBe('end')
    expect(tables.r__s!.value!.at(-1)).toBe('49999')
  })

  it('finds its way in objects of 100,000 keys', () => {
    const at = setUp()
    const column = at.table.addColumn({ name: 'k', data_type: 'bigint' })
    for (let key = 0; key < 100_000; key++) at.map.key(`key ${key}`)
    at.map.key('key 77777').setColumn(column)
    const { tables } = runAll(at, ['[{"key 77777":1},{"key 77777" : 2}]'])
    expect(tables.r!.k).toEqual([1n, 2n])
  })

  it('tells keys of every length apart, also where blanks stand before the colon', () => {
    const at = setUp()
    const names = Array.from({ length: 40 }, (_, length) => 'ü'.repeat(length % 5) + 'k'.repeat(length))
    names.forEach((name, index) => {
      at.map.key(name).setColumn(at.table.addColumn({ name: `k${index}`, data_type: 'bigint' }))
    })
    const row = names.map((name, index) => `"${name}"${index % 3 === 0 ? ' :' : ':'}${index}`)
    const { tables, stops } = runAll(at, [`[{${row.join()}},{${row.toReversed().join()}}]`])
    expect(stops).toEqual([])
    expect(names.map((_, index) => tables.r![`k${index}`])).toEqual(
      names.map((_, index) => [BigInt(index), BigInt(index)]),
    )
  })

  it('does not take a cut-off page for a key that is longer than all memory behind it', () => {
    const at = setUp()
    at.map.key('k'.repeat(30_000_000))
    at.kernel.page(Buffer.from('[{"k":1}]'), { ...at, map: at.map })
    expect(at.kernel.run()).toMatchObject({ state: 'stop', reason: 'unknown_key' })
    const fresh = setUp()
    const map = new Plan(fresh.builders).root(fresh.table)
    map.key('k'.repeat(30_000_000)).allowNull()
    fresh.kernel.page(Buffer.from('[{"k'), { ...fresh, map })
    expect(fresh.kernel.run()).toMatchObject({ state: 'stop', reason: 'syntax' })
  })

  it('tries a row again when its keys were added in the middle of a page', () => {
    const at = setUp()
    const bytes = Buffer.from('[{"i":1,"new":1},{"i":2,"new":2}]')
    at.kernel.page(bytes, at)
    expect(at.kernel.run()).toMatchObject({ state: 'stop', reason: 'unknown_key', row: 1 })
    at.map.key('new').setColumn(at.table.addColumn({ name: 'new', data_type: 'bigint' }))
    expect(at.kernel.run()).toEqual({ state: 'done' })
    expect(at.kernel.rows).toBe(2)
    expect(flushed(at.builders).r).toMatchObject({ i: [1n, 2n], new: [1n, 2n] })
  })

  it.each([
    ['[]', 'json', 0],
    [' [ ] ', 'json', 0],
    ['{"i":1}', 'json', 1],
    ['\ufeff[{"i":1}]', 'json', 1],
    ['', 'jsonl', 0],
    ['\n\n', 'jsonl', 0],
    ['{"i":1}\r\n\r\n{"i":2}\r\n', 'jsonl', 2],
    ['{"i":1}\n{"i":2}', 'jsonl', 2],
  ] as const)('reads the page %j as %s with %i rows', (page, format, rows) => {
    const at = setUp()
    expect(runAll(at, [page], format).stops).toEqual([])
    expect(at.kernel.rows).toBe(rows)
  })

  it.each([
    ['[{"i":1} {"i":2}]', 'json', 9],
    ['[{"i":1}', 'json', 8],
    ['[{"i":1}]x', 'json', 9],
    ['{"i":1}{', 'json', 7],
    ['{"i":1} {"i":2}', 'jsonl', 8],
    ['[{"i":1},,]', 'json', undefined],
  ] as const)('refuses the page %j (%s) between rows', (page, format, offset) => {
    const at = setUp()
    at.kernel.page(Buffer.from(page), { ...at, format })
    if (offset === undefined) {
      expect(at.kernel.run()).toMatchObject({ state: 'stop', reason: 'not_an_object', row: 9 })
      return
    }
    expect(() => at.kernel.run()).toThrow(expect.objectContaining({ code: 'invalid_json', context: { offset } }))
  })

  it('refuses bytes that are not UTF-8', () => {
    const at = setUp()
    const act = () => at.kernel.page(Uint8Array.of(0x5b, 0xff, 0x5d), at)
    expect(act).toThrow(expect.objectContaining({ code: 'invalid_utf8' }))
  })

  it.each([
    ['an unknown key', '{"x":1}', 'unknown_key'],
    ['an unknown key of no length', '{"":1}', 'unknown_key'],
    ['an escaped key', '{"\\u0069":1}', 'escaped_key'],
    ['the same key twice', '{"i":1,"i":2}', 'duplicate_key'],
    ['the same key twice around another', '{"i":1,"b":true,"i":null}', 'duplicate_key'],
    ['a key without facets', '{"unset":1}', 'does_not_fit'],
    ['a null for a key without facets', '{"unset":null}', 'does_not_fit'],
    ['a key that must stop', '{"stop":1}', 'does_not_fit'],
    ['a null for a key that must stop', '{"stop":null}', 'does_not_fit'],
    ['a null in a column that must not be null', '{"required":null}', 'does_not_fit'],
    ['an object for a scalar', '{"i":{}}', 'does_not_fit'],
    ['a list for a scalar', '{"i":[]}', 'does_not_fit'],
    ['a null for an object', '{"o":null}', 'does_not_fit'],
    ['something in what should be empty', '{"empty":[1]}', 'does_not_fit'],
    ['an object among scalars', '{"s":[{"a":1}]}', 'unknown_key'],
    ['a list among scalars', '{"s":[[1]]}', 'does_not_fit'],
    ['a scalar at the root', '1', 'not_an_object'],
    ['a null at the root', 'null', 'not_an_object'],
    ['a list at the root', '[]', 'not_an_object'],
    ['19 digits', '{"i":1234567890123456789}', 'long_number'],
    ['NUL in a text', '{"t":"\\u0000"}', 'unusual_text'],
    ['half a surrogate pair', '{"t":"\\ud83d"}', 'unusual_text'],
    ['the other half', '{"t":"\\ude00"}', 'unusual_text'],
    ['a pair of two first halves', '{"t":"\\ud83d\\ud83d"}', 'unusual_text'],
    ['an unknown escape', '{"t":"\\x"}', 'syntax'],
    ['an escape of three digits', '{"t":"\\u00e"}', 'syntax'],
    ['a tab in a text', '{"t":"a\tb"}', 'syntax'],
    ['a missing colon', '{"i" 1}', 'syntax'],
    ['a missing comma', '{"i":1 "b":true}', 'syntax'],
    ['a comma too many', '{"i":1,}', 'syntax'],
    ['a comma too many in a list', '{"s":["a",]}', 'does_not_fit'],
    ['a key without quotes', '{i:1}', 'syntax'],
    ['a leading zero', '{"i":01}', 'syntax'],
    ['a bare minus', '{"i":-}', 'syntax'],
    ['a bare point', '{"d":1.}', 'syntax'],
    ['an exponent without digits', '{"d":1e+}', 'syntax'],
    ['a word too long', '{"b":truex}', 'syntax'],
    ['a word cut short', '{"b":tru}', 'does_not_fit'],
    ['a broken null', '{"i":nul}', 'syntax'],
    ['NaN', '{"d":NaN}', 'does_not_fit'],
    ['a double that is too large', '{"d":1e400}', 'does_not_fit'],
  ])('stops at %s', (_, source, reason) => {
    const { stops, tables } = runAll(setUp(), [`[{"i":1},${source}\n,{"i":2}]`])
    expect(stops).toEqual([expect.objectContaining({ reason, row: 9 })])
    expect(tables.r!.i).toEqual([1n, 2n])
  })

  it.each([
    ['i', '0', 0n],
    ['i', '-0', 0n],
    ['i', '999999999999999', 999_999_999_999_999n],
    ['i', '-1000000000000000', -(10n ** 15n)],
    ['i', '-999999999999999999', -999_999_999_999_999_999n],
    ['i', '4294967296', 4_294_967_296n],
    ['i', '-2147483649', -2_147_483_649n],
    ['i', '2.0', 'does_not_fit'],
    ['i', '1e3', 'does_not_fit'],
    ['d', '2', 2],
    ['d', '-0', 0],
    ['d', '-0.0', -0],
    ['d', '0.1', 0.1],
    ['d', '5e-324', 5e-324],
    ['d', '1.7976931348623157e308', Number.MAX_VALUE],
    ['d', '9007199254740993.0', 9007199254740992],
    ['d', '123456789012345678', 123456789012345680],
    ['d', '1E+2', 100],
    ['d', '12.5e-1', 1.25],
    ['d', '0.30000000000000004', 0.30000000000000004],
    ['d', '100000000000000000000000.5', Number('100000000000000000000000.5')],
    ['b', 'true', true],
    ['b', 'false', false],
    ['b', '1', 'does_not_fit'],
    ['b', '"true"', 'does_not_fit'],
    ['t', '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\u20ac\\ud83d\\uDE00"', '"\\/\b\f\n\r\té€😀'],
    ['t', '"2024-01-01T00:00:00Z"', '2024-01-01T00:00:00Z'],
    ['t', '5', 'does_not_fit'],
    ['z', '5', 'does_not_fit'],
    ['z', '"yesterday"', 'does_not_fit'],
    ['z', '"2024-01-01T00:00:00Z "', 'does_not_fit'],
    ['z', '"2024-01-01T02:00:00.123456789+02:00"', 1_704_067_200_123_456n],
    ['z', '"2024-01-01 00:00:00"', 1_704_067_200_000_000n],
    ['u', '"2024-01-01T02:00:00+0200"', 1_704_067_200_000_000n],
  ])('reads %s from %s as %s', (key, lexeme, expected) => {
    expect(oneValue(key, lexeme)).toEqual(expected)
  })

  it('reads any double exactly, however it is written', () => {
    const lexeme = fc.tuple(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(
        (value: number) => String(value),
        (value: number) => value.toExponential(),
        (value: number) => value.toPrecision(17),
        (value: number) => (Math.abs(value) < 1e20 ? value.toFixed(20) : String(value)),
      ),
    )
    const at = setUp()
    fc.assert(
      fc.property(lexeme, ([value, write]) => {
        const text = write(value).replace(/^(-?\d+)$/, '$1.0')
        const { tables } = runAll(at, [`[{"d":${text}}]`])
        expect(tables.r!.d).toEqual([Number(text)])
      }),
      { numRuns: 2_000 },
    )
  })
})

/** JSON with the blanks, key order and escapes that the dice say. */
function spell(value: unknown, die: () => number): string {
  const blank = () => ['', '', '', ' ', '\n\t', '\r '][die() % 6] ?? ''
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : String(value).replace(/^-?\d+$/, '$&.0')
  if (typeof value === 'string') return spellText(value, die)
  if (Array.isArray(value))
    return `[${blank()}${value.map((item) => spell(item, die)).join(`${blank()},${blank()}`)}${blank()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (die() % 3 === 0) entries.reverse()
  const spelled = entries.map(([key, item]) => `"${key}"${blank()}:${blank()}${spell(item, die)}`)
  return `{${blank()}${spelled.join(`${blank()},${blank()}`)}${blank()}}`
}

function spellText(text: string, die: () => number): string {
  if (die() % 2 === 0) return JSON.stringify(text)
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'))
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`
}
