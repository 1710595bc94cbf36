import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { Context } from '../contracts/context.ts'
import type { Page } from '../contracts/page.ts'
import type { Resource, Transformer } from '../contracts/resource.ts'
import { ConfigError, SourceError } from '../errors/tolva-error.ts'
import { silentLogger } from '../log/logger.ts'
import { canonicalJson } from '../values/canonical-json.ts'
import { typedJson } from '../values/typed-json.ts'
import { extract } from './extract.ts'
import { fetchAhead } from './fetch-ahead.ts'
import { resource } from './resource.ts'
import { rowsOf } from './rows-of.ts'
import { pageTransformer, transformer } from './transformer.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function contextOf(signal: AbortSignal = new AbortController().signal): Context {
  return { signal, logger: silentLogger, now: () => 0, emit: () => {}, projectDir: '/' }
}

/** All pages as `name: rows`, in the order they come. */
async function pagesOf(resources: readonly Resource<string, unknown>[], signal?: AbortSignal) {
  const pages: (readonly [string, readonly unknown[]])[] = []
  for await (const { resource, page } of extract(resources, { context: contextOf(signal), state: () => ({}) })) {
    pages.push([resource.name, rowsOf(page)])
  }
  return pages
}

function countdown(name: string, pages: number) {
  return resource({ name }, function* () {
    for (let page = 1; page <= pages; page++) yield [{ page }]
  })
}

/** A stream of pages that counts how often it is opened and closed. */
function watched(name: string, pages = 3) {
  const seen = { opened: 0, closed: 0, pulled: 0 }
  const stream = resource({ name }, async function* () {
    seen.opened += 1
    try {
      for (let page = 1; page <= pages; page++) {
        seen.pulled += 1
        yield [{ page }]
      }
    } finally {
      seen.closed += 1
    }
  })
  return { seen, stream }
}

describe('a resource', () => {
  it.each([
    ['a list', [{ a: 1 }, { a: 2 }], [[{ a: 1 }, { a: 2 }]]],
    ['a set', new Set([{ a: 1 }, { a: 2 }]), [[{ a: 1 }], [{ a: 2 }]]],
    ['a function', () => [{ a: 1 }], [[{ a: 1 }]]],
    ['a promised list', async () => [{ a: 1 }], [[{ a: 1 }]]],
    ['one object', () => ({ a: 1 }), [[{ a: 1 }]]],
    ['a page', () => ({ rows: [{ a: 1 }], table: 't' }), [[{ a: 1 }]]],
    ['a row that has a list of rows', () => ({ id: 1, rows: [] }), [[{ id: 1, rows: [] }]]],
    ['an empty list', [], [[]]],
  ])('takes %s', async (_what, data, expected) => {
    expect((await pagesOf([resource({ name: 'r' }, data)])).map(([, rows]) => rows)).toEqual(expected)
  })

  it('makes a page of each item that a generator yields, and none of nothing', async () => {
    const mixed = resource({ name: 'r' }, async function* () {
      yield { a: 1 }
      yield [{ a: 2 }, { a: 3 }]
      yield undefined
      yield { bytes: bytes('[{"a":4}]') }
    })
    expect(await pagesOf([mixed])).toEqual([
      ['r', [{ a: 1 }]],
      ['r', [{ a: 2 }, { a: 3 }]],
      ['r', [{ a: 4 }]],
    ])
  })

  it('refuses what holds no rows', async () => {
    const wrong = resource({ name: 'r' }, () => JSON.parse('7'))
    await expect(pagesOf([wrong])).rejects.toThrow(expect.objectContaining({ code: 'not_iterable' }))
  })

  it('is not changed by its methods', async () => {
    const original = countdown('r', 3)
    const changed = original
      .map(({ page }) => ({ page: page * 10 }))
      .limit(1)
      .with({ primaryKey: 'page' })
      .select(false)
    expect(changed).toMatchObject({ name: 'r', hints: { primaryKey: 'page' }, selected: false, needsRows: true })
    expect(original).toMatchObject({ hints: {}, selected: true, needsRows: false })
    expect(await pagesOf([original])).toHaveLength(3)
    expect(await pagesOf([changed.select(true)])).toEqual([['r', [{ page: 10 }]]])
  })

  it('filters, widens and changes rows, with promises or without', async () => {
    const rows = resource({ name: 'r' }, [{ n: 1 }, { n: 2 }, { n: 3 }])
      .filter(({ n }) => n !== 2)
      .filter(async () => true)
      .flatMap(({ n }) => [{ n }, { n: -n }])
      .flatMap(async function* (row) {
        yield row
      })
      .map(async ({ n }) => ({ n, even: n % 2 === 0 }))
    expect(await pagesOf([rows])).toEqual([
      [
        'r',
        [
          { n: 1, even: false },
          { n: -1, even: false },
          { n: 3, even: false },
          { n: -3, even: false },
        ],
      ],
    ])
  })

  it('keeps the table and the position of a page, and an empty page only for its position', async () => {
    const pages: Page[] = []
    const source = resource({ name: 'r' }, function* () {
      yield { rows: [{ a: 1 }], table: 't', position: 1 }
      yield { rows: [{ a: 2 }], position: 2 }
      yield { rows: [{ a: 2 }] }
    }).filter(({ a }) => a === 1)
    for await (const page of source.open({ ...contextOf(), sourceState: {}, resource: 'r', state: {} }))
      pages.push(page)
    expect(pages).toEqual([
      { rows: [{ a: 1 }], table: 't', position: 1 },
      { rows: [], position: 2 },
    ])
  })

  it('reads no further than its limit, and closes', async () => {
    const { seen, stream } = watched('r')
    expect(await pagesOf([stream.limit(2)])).toHaveLength(2)
    expect(await pagesOf([stream.limit(0)])).toEqual([])
    expect(seen).toEqual({ opened: 1, closed: 1, pulled: 2 })
  })

  it('parses bodies without loss when rows are looked at', async () => {
    const body = resource({ name: 'r' }, () => ({ bytes: bytes('{"d":[{"n":9007199254740993}]}'), selector: 'd' }))
    expect(await pagesOf([body.map((row) => row)])).toEqual([['r', [{ n: 9007199254740993n }]]])
    const lines = resource({ name: 'l' }, () => ({ bytes: bytes('{"a":1}\n\n {"a":2}\r\n'), format: 'jsonl' as const }))
    expect(await pagesOf([lines])).toEqual([['l', [{ a: 1 }, { a: 2 }]]])
  })

  it('says where nothing stands at the selector, and that a file has no rows to look at', () => {
    expect(() => rowsOf({ bytes: bytes('{}'), selector: 'data' })).toThrow(
      expect.objectContaining({ code: 'selector_no_match' }),
    )
    expect(() => rowsOf({ file: 'a.parquet', format: 'parquet' })).toThrow(
      expect.objectContaining({ code: 'no_rows_in_file' }),
    )
  })

  it('validates rows by a Standard Schema and names row and path', async () => {
    const row = z.object({ id: z.coerce.number(), tags: z.array(z.string()).default([]) })
    const good = resource({ name: 'r', row }, [{ id: '7', other: 1 }])
    expect(await pagesOf([good])).toEqual([['r', [{ id: 7, tags: [] }]]])
    const bad = resource({ name: 'r', row }, [{ id: 1 }, { id: 2, tags: [3] }])
    await expect(pagesOf([bad])).rejects.toThrow(
      expect.objectContaining({
        code: 'invalid_row',
        context: { resource: 'r', row: 1, path: ['tags', '0'] },
        message: expect.stringContaining('row 1 of r is not valid: tags.0: '),
      }),
    )
  })
})

describe('extracting', () => {
  it('gives independent resources turns, a page each', async () => {
    expect(
      (await pagesOf([countdown('a', 3), countdown('b', 1), countdown('c', 2)])).map(([name]) => name).join(''),
    ).toBe('abcaca')
  })

  it('follows a page with the pages that depend on it, and reads a shared parent once', async () => {
    const { seen, stream } = watched('users', 2)
    const details = stream.pipe(transformer({ name: 'details' }, ({ page }) => [{ of: page }]))
    const names = stream.pipe(
      pageTransformer({ name: 'names' }, (rows) => rows.map(({ page }) => ({ page, n: rows.length }))),
    )
    const deeper = details.pipe(transformer({ name: 'deeper' }, async ({ of }) => ({ under: of })))
    expect(await pagesOf([stream, details, names, deeper])).toEqual([
      ['users', [{ page: 1 }]],
      ['details', [{ of: 1 }]],
      ['deeper', [{ under: 1 }]],
      ['names', [{ page: 1, n: 1 }]],
      ['users', [{ page: 2 }]],
      ['details', [{ of: 2 }]],
      ['deeper', [{ under: 2 }]],
      ['names', [{ page: 2, n: 1 }]],
    ])
    expect(seen).toEqual({ opened: 1, closed: 1, pulled: 2 })
  })

  it('runs a parent that is not selected or not listed without giving its pages', async () => {
    const users = countdown('users', 1)
    const details = users.pipe(transformer({ name: 'details' }, (user) => [user]))
    expect(await pagesOf([details])).toEqual([['details', [{ page: 1 }]]])
    expect(await pagesOf([users.select(false), details])).toEqual([['details', [{ page: 1 }]]])
  })

  it('knows a parent again that got hints or was deselected after it was piped', async () => {
    const { seen, stream } = watched('users', 1)
    const details = stream.pipe(transformer({ name: 'details' }, (user) => [user]))
    const pages = await pagesOf([stream.with({ writeDisposition: 'replace' }), details])
    expect(pages.map(([name]) => name)).toEqual(['users', 'details'])
    expect(seen.opened).toBe(1)
  })

  it('opens nothing that nobody selected', async () => {
    const { seen, stream } = watched('r')
    expect(await pagesOf([stream.select(false)])).toEqual([])
    expect(seen.opened).toBe(0)
  })

  it('hands each resource its own name and state', async () => {
    const seen: unknown[] = []
    const state: Record<string, Record<string, unknown>> = { a: {}, b: {} }
    const counting = (name: string) =>
      resource({ name }, (context) => {
        context.state.done = true
        seen.push(context.resource)
        return []
      })
    const options = { context: contextOf(), state: (name: string) => state[name] ?? {} }
    for await (const _page of extract([counting('a'), counting('b').select(false), counting('b')], options));
    expect(seen).toEqual(['a', 'b'])
    expect(state).toEqual({ a: { done: true }, b: { done: true } })
  })

  it('wraps what a resource throws, names the resource and closes the others', async () => {
    const { seen, stream } = watched('other')
    const failing = resource({ name: 'bad' }, function* () {
      yield [{ a: 1 }]
      throw new RangeError('no more')
    })
    const failure = await pagesOf([stream, failing]).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(SourceError)
    expect(failure).toMatchObject({
      code: 'resource_failed',
      context: { resource: 'bad' },
      cause: new RangeError('no more'),
    })
    expect(String(failure)).toContain('resource bad failed: no more')
    expect(seen).toMatchObject({ opened: 1, closed: 1 })
  })

  it('passes errors of tolva as they are', async () => {
    const missing = new ConfigError('no key', { code: 'missing_config' })
    const failing = resource({ name: 'r' }, () => {
      throw missing
    })
    await expect(pagesOf([failing])).rejects.toBe(missing)
  })

  it('names the dependent resource that fails, and closes its parent', async () => {
    const { seen, stream } = watched('users')
    const failing = stream.pipe(
      transformer({ name: 'details' }, (): object => {
        throw new Error('gone')
      }),
    )
    await expect(pagesOf([failing])).rejects.toThrow(expect.objectContaining({ context: { resource: 'details' } }))
    expect(seen).toEqual({ opened: 1, closed: 1, pulled: 1 })
  })

  it('stops when the signal aborts, with its reason, and closes', async () => {
    const { seen, stream } = watched('r', 100)
    const controller = new AbortController()
    const reason = new Error('stopped by the user')
    const stopping = stream.map((row) => {
      if (row.page === 2) controller.abort(reason)
      return row
    })
    await expect(pagesOf([stopping], controller.signal)).rejects.toBe(reason)
    expect(seen).toEqual({ opened: 1, closed: 1, pulled: 2 })
  })

  it('closes what is open when the consumer leaves', async () => {
    const { seen, stream } = watched('r')
    const child = stream.pipe(transformer({ name: 'c' }, (row) => [row]))
    for await (const _page of extract([child], { context: contextOf(), state: () => ({}) })) break
    expect(seen).toEqual({ opened: 1, closed: 1, pulled: 1 })
  })

  it('refuses to limit a dependent resource', () => {
    const child = countdown('users', 1).pipe(transformer({ name: 'c' }, (row) => [row]))
    expect(() => child.limit(1)).toThrow(expect.objectContaining({ code: 'limit_of_dependent' }))
  })
})

describe('fetching ahead', () => {
  async function* numbers(log: string[]) {
    try {
      for (const n of [1, 2, 3]) {
        log.push(`asked ${n}`)
        yield n
      }
      throw new Error('fourth')
    } finally {
      log.push('closed')
    }
  }

  it('asks for as many items as may wait, and tells a failure when its turn comes', async () => {
    const log: string[] = []
    const ahead = fetchAhead(numbers(log), { depth: 2 })
    ahead.start()
    await new Promise(setImmediate)
    expect(log).toEqual(['asked 1', 'asked 2'])
    ahead.start()
    expect(await ahead.next()).toEqual({ done: false, value: 1 })
    ahead.start()
    await new Promise(setImmediate)
    expect(log).toEqual(['asked 1', 'asked 2', 'asked 3'])
    expect([(await ahead.next()).value, (await ahead.next()).value]).toEqual([2, 3])
    await expect(ahead.next()).rejects.toThrow('fourth')
  })

  it('asks for nothing ahead while what waits is too large, and counts what is taken or left', async () => {
    const budget = { used: 0, limit: 100, sizeOf: (n: number) => n * 60 }
    const [first, second] = [
      fetchAhead(numbers([]), { depth: 3, budget }),
      fetchAhead(numbers([]), { depth: 3, budget }),
    ]
    first.start()
    await new Promise(setImmediate)
    expect(budget.used).toBe(180)
    second.start()
    await new Promise(setImmediate)
    expect(budget.used).toBe(180)
    expect(await second.next()).toEqual({ done: false, value: 1 })
    expect(await first.next()).toEqual({ done: false, value: 1 })
    expect(budget.used).toBe(120)
    await first.close()
    await second.close()
    expect(budget.used).toBe(0)
  })

  it('closes its source when it is left early', async () => {
    const log: string[] = []
    const ahead = fetchAhead(numbers(log))
    ahead.start()
    await ahead.close()
    expect(log).toEqual(['asked 1', 'closed'])
  })
})

describe('types', () => {
  it('of rows follow from the data', () => {
    expectTypeOf(resource({ name: 'a' }, [{ id: 1 }])).toEqualTypeOf<Resource<'a', { id: number }>>()
    const generated = resource({ name: 'b' }, async function* () {
      yield [{ id: 1, name: 'x' }]
    })
    expectTypeOf(generated).toEqualTypeOf<Resource<'b', { id: number; name: string }>>()
    const mapped = generated.map(({ id }) => ({ key: String(id) }))
    expectTypeOf(mapped).toEqualTypeOf<Resource<'b', { key: string }>>()
    const piped = mapped.pipe(transformer({ name: 'c' }, ({ key }) => [{ upper: key.toUpperCase() }]))
    expectTypeOf(piped).toEqualTypeOf<Resource<'c', { upper: string }>>()
    const checked = resource({ name: 'd', row: z.object({ id: z.number() }) }, [])
    expectTypeOf(checked).toEqualTypeOf<Resource<'d', { id: number }>>()
    const annotated = transformer({ name: 'e' }, (user: { id: number }) => ({ twice: user.id * 2 }))
    expectTypeOf(annotated).toEqualTypeOf<Transformer<'e', { id: number }, { twice: number }>>()
  })
})

describe('a resource with a cursor', () => {
  const incremental = { cursorPath: 'at.day' }
  const rows = [{ at: { day: 1 } }, { at: { day: 3 } }]

  it('gives new rows only, behind its steps, also from bytes without losing what JSON said', async () => {
    const state = {
      incremental: { 'at.day': { initial_value: null, last_value: 2, unique_hashes: [], start_value: 1 } },
    }
    const days = resource({ name: 'r', incremental }, () => ({ bytes: bytes('[{"at":{"day":1}},{"at":{"day":3.0}}]') }))
    const options = { context: contextOf(), state: () => state }
    const texts: string[] = []
    for await (const { page } of extract([days.flatMap((row) => [row, row])], options)) {
      texts.push(...rowsOf(page).map((row) => canonicalJson(row)))
    }
    expect(texts).toEqual(['{"at":{"day":3.0}}', '{"at":{"day":3.0}}'])
    expect(typedJson(state)).toContain('"last_value":3.0')
  })

  it('tells its code where it starts, and is not asked for pages that can hold nothing', async () => {
    const starts: unknown[] = []
    let asked = 0
    const ranged = { ...incremental, initialValue: 1, endValue: 3, rowOrder: 'asc' } as const
    const days = resource({ name: 'r', incremental: ranged }, async function* (context) {
      starts.push(context.incremental?.startValue)
      for (; asked < 3; asked++) yield rows
    })
    expect(await pagesOf([days])).toEqual([['r', rows.slice(0, 1)]])
    expect([starts, asked]).toEqual([[1], 0])
  })

  it('that depends on another has one cursor for all pages of its parent', async () => {
    const pages = countdown('parent', 3)
    const child = transformer(
      { name: 'child', incremental: { cursorPath: 'page', lastValueFunc: 'min' } },
      (row: object) => row,
    )
    const dependent = pages.pipe(child)
    const kept = (await pagesOf([pages.select(false), dependent])).flatMap(([, page]) => page)
    expect(kept).toEqual([{ page: 1 }, { page: 2 }, { page: 3 }])
  })
})
