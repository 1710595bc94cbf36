import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idsOf } from '../../../test/http/ids-of.ts'
import { useServers } from '../../../test/http/loopback.ts'
import { quietContext } from '../../../test/http/quiet-context.ts'
import type { RunEvent } from '../../contracts/events.ts'
import type { FoundPaging } from '../../contracts/resource.ts'
import { duckdb, pipeline } from '../../index.ts'
import type { EndpointConfig } from './config.ts'
import { restApi } from './rest-api.ts'
import { restApiSource } from './rest-api-source.ts'

const { serve } = useServers()

type Answer = (query: URLSearchParams) => unknown

interface Read {
  readonly ids: readonly unknown[]
  readonly warnings: readonly string[]
  readonly found: readonly FoundPaging[]
  readonly asked: readonly string[]
}

/** Reads a resource that a server answers for. @param state What earlier runs have left. */
async function read(answer: Answer, endpoint: EndpointConfig = {}, state: Record<string, unknown> = {}): Promise<Read> {
  const { url, arrived } = await serve(({ path }, outgoing) => {
    const content = answer(new URL(path, 'http://h').searchParams)
    if (content === undefined) outgoing.statusCode = 404
    outgoing.end(JSON.stringify(content ?? {}))
  })
  const [items] = restApi({ client: { baseUrl: url }, resources: [{ name: 'items', endpoint }] })
  const warnings: string[] = []
  const found: FoundPaging[] = []
  const context = {
    ...quietContext('items'),
    state,
    warn: (text: string) => void warnings.push(text),
    onPaging: (paging: FoundPaging) => void found.push(paging),
  }
  const ids: unknown[] = []
  for await (const page of items?.open(context) ?? []) {
    ids.push(...idsOf(page))
  }
  return { ids, warnings, found, asked: arrived.map(({ path }) => path) }
}

const rows = (count: number, from = 0) => Array.from({ length: count }, (_, row) => ({ id: from + row }))
const numbers = (count: number) => Array.from({ length: count }, (_, id) => id)

describe('a walk that nothing was configured for warns', () => {
  test('where the answer names more rows than came, with both numbers and a line to write', async () => {
    const { warnings, ids } = await read(() => ({ data: rows(40), count: 1234 }))
    expect(ids).toHaveLength(40)
    expect(warnings).toEqual([
      'Resource items: 40 rows were read, but the API says that there are 1234 (count). Nothing in the answer says where the ' +
        'next page is: write its paginator down, e.g. paginator: { type: offset, limit: 40, total_path: count }, or single_page if ' +
        'these rows are all that is wanted. `tolva rest check` looks for it.',
    ])
  })

  test('where the number stands in an envelope', async () => {
    const { warnings } = await read(() => ({ data: rows(3), meta: { totalCount: 7 } }))
    expect(warnings[0]).toContain('3 rows were read, but the API says that there are 7 (meta.totalCount)')
  })

  test.each([
    ['as many rows as were asked for', 7, { limit: 7 }, 'its rows are as many as limit=7 asks for'],
    ['a usual number of rows', 50, {}, 'its rows are a usual size of a page'],
  ])('where a page has %s', async (_, count, params, text) => {
    const { warnings } = await read(() => ({ data: rows(count) }), { params })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(text)
  })

  test.each([
    ['an unusual number of rows', { data: rows(7) }],
    ['no rows', { data: [] }],
    ['all rows that it names', { data: rows(20), total: 20 }],
    ['a full page that says that it is the last', { results: rows(20), next: null }],
    ['a full page that says that there are no more', { data: rows(50), paging: { has_more: false } }],
    ['a full page that says that it is the end', { content: rows(20), last: true }],
    ['one object', { id: 1, total: 500, name: 'x' }],
  ])('not for %s', async (_, body) => {
    expect((await read(() => body)).warnings).toEqual([])
  })

  test('not where one page is what is wanted', async () => {
    const { warnings } = await read(() => ({ data: rows(10), total: 99 }), { paginator: 'single_page' })
    expect(warnings).toEqual([])
  })
})

describe('a configured walk', () => {
  const short: Answer = (query) => ({
    data: rows(2, 2 * Number(query.get('page'))),
    total_items: 9,
    more: query.get('page') !== '1',
  })

  test('warns where it ends with fewer rows than the API names', async () => {
    const paginator = { type: 'page_number', totalPath: null, hasMorePath: 'more' } as const
    expect((await read(short, { paginator })).warnings).toEqual([
      'Resource items: 4 rows were read, but the API says that there are 9 (total_items). Rows may have gone meanwhile; else its paginator stops too early.',
    ])
  })

  const wrong = [
    { type: 'cursor', cursorPath: 'meta.nxt' },
    { type: 'json_link', nextUrlPath: 'meta.nxt' },
    { type: 'header_link' },
    { type: 'header_cursor', cursorKey: 'x-next' },
  ] as const

  test.each(wrong)('warns where a full page has nothing at the place of the next one: $type', async (paginator) => {
    const { warnings } = await read(() => ({ data: rows(20), meta: {} }), { paginator })
    expect(warnings).toEqual([
      `Resource items: one page was read, and it has nothing where the ${paginator.type} paginator looks for the next one; but its rows are ` +
        'a usual size of a page. Check its paginator, or paginator: single_page if there is no more. `tolva rest check` looks for it.',
    ])
  })

  test('does not where that place is empty, or the page is not full', async () => {
    const paginator = { type: 'cursor', cursorPath: 'meta.cursor' } as const
    expect((await read(() => ({ data: rows(20), meta: { cursor: null } }), { paginator })).warnings).toEqual([])
    expect((await read(() => ({ data: rows(19), meta: {} }), { paginator })).warnings).toEqual([])
  })

  test('does not where it is told how many pages to read', async () => {
    const paginator = { type: 'page_number', totalPath: null, maximumPages: 2 } as const
    const { warnings, ids } = await read(short, { paginator })
    expect([ids, warnings]).toEqual([[0, 1, 2, 3], []])
  })

  test('warns where no row came but the API names some', async () => {
    const { warnings } = await read(() => ({ items: rows(3), errors: [], total: 3 }), { dataSelector: 'errors' })
    expect(warnings[0]).toContain(
      '0 rows were read, but the API says that there are 3 (total). Its data_selector may point',
    )
  })
})

describe('two pages in a row with the very same rows', () => {
  const stuck: Answer = () => ({ data: rows(2), at: Math.random() })
  const paginator = { type: 'page_number', totalPath: null } as const

  test('are an error that says what to do', async () => {
    await expect(read(stuck, { paginator })).rejects.toMatchObject({
      code: 'paging_repeats',
      message: expect.stringContaining('paging of items does not move: two pages in a row have the very same 2 rows'),
      hint: expect.stringContaining('Set repeated_page in the paginator'),
    })
  })

  test('end it where the API repeats its last page', async () => {
    const clamped: Answer = (query) => ({ data: rows(2, 2 * Math.min(2, Number(query.get('page')))) })
    expect((await read(clamped, { paginator: { ...paginator, repeatedPage: 'stop' } })).ids).toEqual(numbers(6))
  })

  test('pass where rows may be alike, and empty pages always do', async () => {
    const alike: Answer = (query) => ({ data: Number(query.get('page')) < 3 ? [{ id: 'x' }] : [], total: 6 })
    const accepting = { type: 'page_number', stopAfterEmptyPage: false, repeatedPage: 'accept' } as const
    expect((await read(alike, { paginator: accepting })).ids).toEqual(['x', 'x', 'x'])
  })
})

describe('an API that gives fewer rows a page than are asked for', () => {
  const capped =
    (total: number, shown: boolean): Answer =>
    (query) => {
      const offset = Number(query.get('offset'))
      return { data: rows(Math.max(0, Math.min(20, total - offset)), offset), ...(shown && { total }) }
    }
  const reading = (answer: Answer, totalPath: string | null) =>
    read(answer, { paginator: { type: 'offset', limit: 50, totalPath } })

  test('is an error as soon as two pages show it, because rows between them are passed over', async () => {
    await expect(reading(capped(200, true), 'total')).rejects.toMatchObject({
      code: 'page_size_capped',
      message: '50 rows a page of items are asked for, but the API gives 20: those between are passed over',
      hint: 'set limit of the offset paginator to 20',
    })
    await expect(reading(capped(200, false), null)).rejects.toMatchObject({ code: 'page_size_capped' })
  })

  test('is a warning that says so where there is no second page', async () => {
    expect((await reading(capped(40, true), 'total')).warnings).toEqual([
      'Resource items: 20 rows were read, but the API says that there are 40 (total). No page had the 50 rows that are asked for: ' +
        'set limit of the offset paginator to 20 if the API gives no more at once.',
    ])
  })

  test('is nothing to speak of where short pages differ, or the last one is short', async () => {
    const sizes: Record<string, number> = { 0: 50, 50: 20, 100: 30, 150: 20 }
    const uneven: Answer = (query) => ({
      data: rows(sizes[query.get('offset') ?? ''] ?? 0, Number(query.get('offset'))),
    })
    expect((await reading(uneven, null)).ids).toHaveLength(120)
  })
})

describe('a page behind the first one without the list of rows', () => {
  const paginator = { type: 'page_number', totalPath: null } as const
  const reading = (last: object, endpoint: EndpointConfig = {}) =>
    read((query) => (query.get('page') === '0' ? { data: rows(2) } : last), {
      dataSelector: 'data',
      paginator,
      ...endpoint,
    })

  test('is an error where it tells of one, whatever its status is', async () => {
    await expect(reading({ error: { code: 7, message: 'busy' } })).rejects.toMatchObject({
      code: 'error_page',
      message: 'a page of items has nothing at data, but error: it looks like an error',
      context: { body: '{"error":{"code":7,"message":"busy"}}' },
    })
  })

  test.each([{ error: null }, { errors: [] }, { message: 'no more' }, {}])(
    'is the end where it is %j',
    async (last) => {
      expect((await reading(last)).ids).toEqual([0, 1])
    },
  )

  test('is the end where the list need not be there', async () => {
    expect((await reading({ error: 'no more' }, { dataSelectorRequired: false })).ids).toEqual([0, 1])
  })
})

describe('paging that was found out', () => {
  const linked: Answer = (query) =>
    query.has('page') ? { data: rows(1, 1), next: null } : { data: rows(1), next: '/items?page=2' }

  test('is told, and kept in the state of the resource', async () => {
    const state = {}
    const { found, warnings } = await read(linked, {}, state)
    expect(found).toEqual([{ paginator: 'json_link', path: '$["next"]' }])
    expect(state).toEqual({ found_paging: { type: 'json_link', path: '$["next"]' } })
    expect(warnings).toEqual([])
    expect((await read(linked, {}, state)).warnings).toEqual([])
  })

  test('that is another than before is a warning', async () => {
    const state = { found_paging: { type: 'json_link', path: '$["links"]["next"]' } }
    const { warnings } = await read(linked, {}, state)
    expect(warnings).toEqual([
      'Resource items: its next page was found by json_link at $["links"]["next"] in earlier runs and is by json_link at $["next"] now. ' +
        'Has the API changed? Write its paginator down if this is not right.',
    ])
    expect(state).toEqual({ found_paging: { type: 'json_link', path: '$["next"]' } })
  })

  test('that is gone is a warning only where the page is full', async () => {
    const before = () => ({ found_paging: { type: 'json_link', path: '$["next"]' } })
    expect((await read(() => ({ data: rows(3) }), {}, before())).warnings).toEqual([])
    const { warnings } = await read(() => ({ data: rows(50) }), {}, before())
    expect(warnings[0]).toContain('was found by json_link at $["next"] in earlier runs and is by single_page now')
  })
})

describe('pages that an answer only counts', () => {
  const pageOf =
    (base: number, extra: (page: number) => object = () => ({})): Answer =>
    (query) => {
      const page = Number(query.get('page') ?? base)
      const at = page - base
      return at < 0 || at > 2 ? undefined : { data: rows(at === 2 ? 1 : 2, at * 2), total_pages: 3, ...extra(page) }
    }

  test.each([0, 1])('are counted from %d where the API does, without a word in its answers', async (base) => {
    const { ids } = await read(pageOf(base))
    expect(ids).toEqual(numbers(5))
  })

  test.each([0, 1])('and without asking twice where the answer says its number, %d', async (base) => {
    const state = {}
    const { ids, asked } = await read(
      pageOf(base, (page) => ({ current_page: page })),
      {},
      state,
    )
    expect(ids).toEqual(numbers(5))
    expect(asked).toHaveLength(3)
    expect(state).toMatchObject({ found_paging: { type: 'page_number', base_page: base } })
  })

  test('are an error where two of them are alike, so that their numbers are not clear', async () => {
    const alike: Answer = (query) => {
      const page = Number(query.get('page') ?? 0)
      return { data: page > 2 ? [] : [{ id: 'x' }], total_pages: 3 }
    }
    await expect(read(alike)).rejects.toMatchObject({ code: expect.stringMatching(/^paging_/) })
  })
})

describe('the report of a run', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tolva-watch-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('has what was found and what may be lost, once', async () => {
    const { url } = await serve(({ path }, outgoing) => {
      const isChild = path.startsWith('/parents/')
      outgoing.end(JSON.stringify(isChild ? { data: rows(2), total: 5 } : { data: rows(3), next: null }))
    })
    const events: RunEvent[] = []
    const source = restApiSource({
      name: 's',
      client: { baseUrl: url },
      resources: ['parents', { name: 'children', endpoint: { path: 'parents/{resources.parents.id}/children' } }],
    })
    const open = pipeline({
      name: 'p',
      destination: duckdb({ path: join(folder, 'x.duckdb') }),
      dataset: 'd',
      dataDir: folder,
      projectDir: folder,
    })
    const info = await open.run(source, { onEvent: (event) => void events.push(event) })
    expect(info.warnings.filter((text) => text.includes('rows were read'))).toEqual([
      expect.stringContaining('Resource children: 2 rows were read, but the API says that there are 5 (total).'),
    ])
    expect(info.packages[0]?.report.resources).toMatchObject({
      parents: { paging: 'single_page' },
      children: { paging: 'single_page' },
    })
    expect(events.filter(({ type }) => type === 'paging')).toEqual([
      { type: 'paging', resource: 'parents', paginator: 'single_page' },
      { type: 'paging', resource: 'children', paginator: 'single_page' },
    ])
  })
})
