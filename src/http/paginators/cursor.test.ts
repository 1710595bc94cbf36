import { describe, expect, test } from 'vitest'
import { createPageView } from '../page-view.ts'
import { type CursorConfig, cursorPaginator } from './cursor.ts'
import type { PagingState } from './paginator.ts'

function nextOf(
  config: CursorConfig,
  body: { readonly data: readonly unknown[]; readonly count?: number },
  state: PagingState = {},
) {
  const response = {
    url: 'http://h/t',
    status: 200,
    headers: new Map<string, string>(),
    body: Buffer.from(JSON.stringify(body)),
  }
  return cursorPaginator(config).next(
    state,
    createPageView(response, () => body.data.length),
  )
}

const lastId: CursorConfig = { cursorPath: 'data[-1].id', cursorParam: 'after' }
const full = { data: [{ id: 'a' }, { id: 'b' }], count: 4 }

describe('the cursor may be the last row of the page', () => {
  test('the next page begins behind it', () => {
    expect(nextOf(lastId, full)).toEqual({ cursor: 'b' })
  })

  test('a page without rows is the last one', () => {
    expect(nextOf(lastId, { data: [] })).toBeUndefined()
  })

  test('a page shorter than the page size is the last one', () => {
    expect(nextOf({ ...lastId, pageSize: 3 }, full)).toBeUndefined()
    expect(nextOf({ ...lastId, pageSize: 2 }, full)).toEqual({ cursor: 'b' })
  })

  test('the walk ends where as many rows were seen as there are', () => {
    const config = { ...lastId, totalItemsPath: 'count' }
    const second = nextOf(config, full)
    expect(second).toEqual({ cursor: 'b', seen: 2, total: 4 })
    expect(nextOf(config, full, second)).toBeUndefined()
  })

  test('a total that changed on the way does not end the walk: rows may have gone that were read already', () => {
    const config = { ...lastId, totalItemsPath: 'count' }
    expect(nextOf(config, { ...full, count: 3 }, { cursor: 'x', seen: 2, total: 4 })).toMatchObject({ cursor: 'b' })
  })
})
