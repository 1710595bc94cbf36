import { describe, expect, test } from 'vitest'
import { createPageView } from '../page-view.ts'
import type { HttpRequest } from '../request.ts'
import type { Paginator, PagingState } from './paginator.ts'
import { createPaginator, type PaginatorConfig } from './registry.ts'

interface Body {
  readonly rows: readonly number[]
  readonly [key: string]: unknown
}

const configured: HttpRequest = { method: 'GET', url: 'http://h/t', params: [['q', 'x']], headers: {} }

function viewOf(body: Body, headers: Readonly<Record<string, string>> = {}) {
  const response = {
    url: 'http://h/t',
    status: 200,
    headers: new Map(Object.entries({ link: '<http://h/t?p=2>; rel="next"', 'x-next': 'c', ...headers })),
    body: Buffer.from(JSON.stringify({ next: 'http://h/t?p=2', cursors: { next: 'c' }, ...body })),
  }
  return createPageView(response, () => body.rows.length)
}

/** How many pages are read where each has this body. */
function pagesRead(paginator: Paginator, page: Parameters<typeof viewOf>, most = 5): number {
  let state: PagingState | undefined = paginator.start()
  for (let pages = 1; pages <= most; pages += 1) {
    state = paginator.next(state, viewOf(...page))
    if (state === undefined) return pages
  }
  return most
}

const all: readonly PaginatorConfig[] = [
  { type: 'cursor' },
  { type: 'json_link' },
  { type: 'header_link' },
  { type: 'header_cursor', cursorKey: 'x-next' },
  { type: 'page_number', totalPath: null },
  { type: 'offset', limit: 2, totalPath: null },
]
const full: Body = { rows: [1, 2] }

describe.each(all)('$type is ended', (config) => {
  const create = (rules: object) => createPaginator({ ...config, ...rules })

  test('by nothing where its own rule says that a page follows', () => {
    expect(pagesRead(create({}), [full])).toBe(5)
  })

  test('behind the most pages that are wanted, and says that it may', () => {
    expect(pagesRead(create({ maximumPages: 3 }), [full])).toBe(3)
    expect([create({ maximumPages: 3 }).capped, create({}).capped]).toEqual([true, false])
  })

  test('by an empty page', () => {
    expect(pagesRead(create({ stopAfterEmptyPage: true }), [{ rows: [] }])).toBe(1)
  })

  test.each([false, 0, '0', 'no'])('by a flag in the body that is %j', (flag) => {
    const rules = { hasMorePath: 'meta.more' }
    expect(pagesRead(create(rules), [{ ...full, meta: { more: flag } }])).toBe(1)
    expect(pagesRead(create(rules), [{ ...full, meta: { more: 1 } }])).toBe(5)
  })

  test('by a flag in a header, and a missing flag is an error', () => {
    const rules = { hasMoreHeader: 'X-Has-More' }
    expect(pagesRead(create(rules), [full, { 'x-has-more': 'false' }])).toBe(1)
    expect(pagesRead(create(rules), [full, { 'x-has-more': '1' }])).toBe(5)
    expect(() => pagesRead(create(rules), [full])).toThrow(
      `the page has nothing in the header X-Has-More, where the ${config.type} paginator expects yes or no`,
    )
  })

  test('by a short page only where it is told so', () => {
    const rules = config.type === 'offset' ? {} : { pageSize: 2 }
    const short = { rows: [1] }
    expect(pagesRead(create({ ...rules, stopOnShortPage: true }), [short])).toBe(1)
    expect(pagesRead(create({ ...rules, stopOnShortPage: true }), [full])).toBe(5)
    expect(pagesRead(create({ ...rules, stopOnShortPage: false }), [short])).toBe(5)
  })

  test('when as many rows were seen as the API has, as long as that number stays', () => {
    const rules = config.type === 'offset' ? { totalPath: 'total' } : { totalItemsPath: 'total' }
    expect(pagesRead(create(rules), [{ ...full, total: 6 }])).toBe(3)
  })

  test('null options say nothing', () => {
    expect(pagesRead(create({ hasMorePath: null, maximumPages: null }), [full])).toBe(5)
  })
})

describe('a cursor goes where the API reads it', () => {
  const sent = (config: PaginatorConfig, request: HttpRequest = configured) =>
    createPaginator(config).request({ cursor: 'c' }, request)
  const body = (json: unknown): HttpRequest => ({ ...configured, method: 'POST', body: { json } })

  test.each(['cursor', 'header_cursor'] as const)('%s: a parameter, a header, a place in the body', (type) => {
    expect(sent({ type }).params).toEqual([
      ['q', 'x'],
      ['cursor', 'c'],
    ])
    expect(sent({ type, cursorHeader: 'X-Cursor' })).toMatchObject({
      headers: { 'X-Cursor': 'c' },
      params: configured.params,
    })
    expect(sent({ type, cursorBodyPath: 'variables.after' }, body({ query: '{}' })).body).toEqual({
      json: { query: '{}', variables: { after: 'c' } },
    })
  })

  test('objects on the way are made where they are missing or null, lists are gone into', () => {
    const config: PaginatorConfig = { type: 'cursor', cursorBodyPath: 'calls.0.after' }
    expect(sent(config, body({ calls: [{ size: 1 }, 2] })).body).toEqual({
      json: { calls: [{ size: 1, after: 'c' }, 2] },
    })
    expect(sent({ type: 'cursor', cursorBodyPath: 'a.b' }, body({ a: null })).body).toEqual({ json: { a: { b: 'c' } } })
    expect(sent({ type: 'cursor', cursorBodyPath: 'a.b' }).body).toEqual({ json: { a: { b: 'c' } } })
  })

  test('a form keeps its other fields', () => {
    const form: HttpRequest = {
      ...configured,
      method: 'POST',
      body: {
        form: [
          ['after', 'old'],
          ['size', '2'],
        ],
      },
    }
    expect(sent({ type: 'cursor', cursorBodyPath: 'after' }, form).body).toEqual({
      form: [
        ['size', '2'],
        ['after', 'c'],
      ],
    })
  })

  test('a body of text is an error that says what to do', () => {
    const request: HttpRequest = { ...configured, method: 'POST', body: { text: 'x' } }
    expect(() => sent({ type: 'cursor', cursorBodyPath: 'after' }, request)).toThrow(
      'the paginator cannot set after in a body that is text',
    )
  })

  test('two places are an error', () => {
    expect(() => createPaginator({ type: 'cursor', cursorParam: 'a', cursorHeader: 'b' })).toThrow(
      'the cursor paginator has both cursor_param and cursor_header',
    )
  })
})

describe('a link is followed', () => {
  const request = (keepParams: boolean) =>
    createPaginator({ type: 'json_link', keepParams }).request(
      { url: 'http://h/t?p=2&q=y' },
      {
        ...configured,
        params: [
          ['q', 'x'],
          ['size', '5'],
        ],
      },
    )

  test('as it is', () => {
    expect(request(false)).toMatchObject({ url: 'http://h/t?p=2&q=y', params: [] })
  })

  test('with the configured parameters that it has not, where they are to be kept', () => {
    expect(request(true)).toMatchObject({ url: 'http://h/t?p=2&q=y', params: [['size', '5']] })
  })
})

describe('pages that are known to be there can be asked for side by side', () => {
  const ahead = (config: PaginatorConfig, body: Body, state: PagingState = { at: 0 }) =>
    createPaginator(config).ahead?.(state, viewOf(body), 4)

  test('offsets up to the total', () => {
    expect(ahead({ type: 'offset', limit: 2 }, { ...full, total: 7 })).toEqual([{ at: 2 }, { at: 4 }, { at: 6 }])
    expect(ahead({ type: 'offset', limit: 2 }, { ...full, total: 70 })).toHaveLength(4)
    expect(ahead({ type: 'offset', limit: 2, maximumOffset: 4 }, { ...full, total: 7 })).toEqual([{ at: 2 }])
  })

  test('page numbers up to the number of pages, or of rows', () => {
    expect(ahead({ type: 'page_number', basePage: 1 }, { ...full, total: 3 }, { at: 1 })).toEqual([
      { at: 2 },
      { at: 3 },
    ])
    expect(ahead({ type: 'page_number', totalItemsPath: 'total' }, { ...full, total: 5 })).toEqual([
      { at: 1 },
      { at: 2 },
    ])
  })

  test('never more than are wanted', () => {
    expect(ahead({ type: 'page_number', maximumPages: 2 }, { ...full, total: 9 })).toEqual([{ at: 1 }])
  })

  test('none where the page does not say how many there are', () => {
    expect(ahead({ type: 'page_number', totalPath: null, maximumPage: 9 }, full)).toEqual([])
  })
})
