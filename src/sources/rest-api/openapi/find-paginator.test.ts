import { expect, test } from 'vitest'
import {
  answer,
  api,
  endpointOf,
  flag,
  get,
  integer,
  list,
  type Node,
  object,
  query,
  text,
  User,
} from '../../../../test/openapi/shop-api.ts'
import { openApiToConfig } from './open-api-to-config.ts'

function paginatorOf(operation: Node) {
  const conversion = openApiToConfig(api({ '/users': operation }))
  return {
    ...conversion,
    paginator: conversion.config.client.paginator,
    params: endpointOf(conversion, 'users').params,
  }
}

const page = (facts: Node) => object({ data: list(User), ...facts })

test.each<[string, Node, Node]>([
  ['a link header', { get: { responses: answer(list(User), { Link: {} }) } }, { type: 'header_link' }],
  [
    'a parameter that is described as taken from the Link header',
    get(list(User), [query('after', text, { description: 'A cursor, as given in the Link header.' })]),
    { type: 'header_link' },
  ],
  [
    'a link in the body',
    get(page({ next: { type: 'string', format: 'uri', nullable: true } }), [query('page')]),
    { type: 'json_link', nextUrlPath: 'next' },
  ],
  [
    'a link below other keys',
    get(page({ _links: object({ next: object({ href: text }) }) })),
    { type: 'json_link', nextUrlPath: '_links.next.href' },
  ],
  [
    'an OData link',
    get(object({ value: list(User), '@odata.nextLink': text })),
    { type: 'json_link', nextUrlPath: "$['@odata.nextLink']" },
  ],
  [
    'a cursor',
    get(page({ meta: object({ next_cursor: text, has_more: flag }) }), [query('cursor', text)]),
    { type: 'cursor', cursorPath: 'meta.next_cursor', cursorParam: 'cursor', hasMorePath: 'meta.has_more' },
  ],
  [
    'a cursor that is named next but is no link',
    get(page({ next: text }), [query('after', text)]),
    { type: 'cursor', cursorPath: 'next', cursorParam: 'after' },
  ],
  [
    'page tokens',
    get(page({ nextPageToken: text }), [query('pageToken', text), query('maxResults')]),
    { type: 'cursor', cursorPath: 'nextPageToken', cursorParam: 'pageToken' },
  ],
  [
    'the id of the last row',
    get(page({ has_more: flag }), [query('starting_after', text), query('limit')]),
    {
      type: 'cursor',
      cursorPath: 'data[-1].id',
      cursorParam: 'starting_after',
      stopAfterEmptyPage: true,
      hasMorePath: 'has_more',
    },
  ],
  [
    'a cursor in a header',
    { get: { parameters: [query('cursor', text)], responses: answer(list(User), { 'X-Next-Cursor': {} }) } },
    { type: 'header_cursor', cursorKey: 'x-next-cursor', cursorParam: 'cursor' },
  ],
  [
    'an offset',
    get(page({ total: integer }), [query('offset'), query('limit', { type: 'integer', maximum: 50, default: 10 })]),
    { type: 'offset', limit: 50, totalPath: 'total' },
  ],
  [
    'an offset without a documented page size',
    get(list(User), [query('skip'), query('top')]),
    { type: 'offset', limit: 20, offsetParam: 'skip', limitParam: 'top', totalPath: null },
  ],
  [
    'pages from one, of which no total is known',
    get(list(User), [query('page'), query('per_page')]),
    { type: 'page_number', basePage: 1, totalPath: null },
  ],
  [
    'pages from zero, as the default says',
    get(page({ pages: integer }), [query('pageNumber', { type: 'integer', default: 0 })]),
    { type: 'page_number', basePage: 0, pageParam: 'pageNumber', totalPath: 'pages' },
  ],
  [
    'pages from zero, as the description says',
    get(list(User), [query('page', integer, { description: 'Zero-based page number' })]),
    { type: 'page_number', basePage: 0, totalPath: null },
  ],
])('%s makes a paginator', (_, operation, expected) => {
  expect(paginatorOf(operation).paginator).toEqual(expected)
})

test('a count that may be that of the page alone ends no walk', () => {
  const { paginator } = paginatorOf(get(page({ count: integer }), [query('page')]))
  expect(paginator).toMatchObject({ totalPath: null })
})

test('the largest page is asked for that a schema or a description allows', () => {
  const sized = (schema: Node, description = '') =>
    paginatorOf(get(page({ next: { type: 'string', format: 'uri' } }), [query('per_page', schema, { description })]))
      .params
  expect(sized({ type: 'integer', maximum: 200, default: 10 })).toEqual({ per_page: 200 })
  expect(sized({ type: 'integer', default: 30 }, 'The number of results per page (max 100).')).toEqual({
    per_page: 100,
  })
  expect(sized({ type: 'integer', maximum: 1_000_000 })).toEqual({ per_page: 1000 })
  expect(sized(integer)).toBeUndefined()
})

test('a list without any sign of paging is looked at when it answers, and a page size without a way on is a note', () => {
  const conversion = openApiToConfig(api({ '/users': get(list(User), [query('limit')]) }))
  expect(endpointOf(conversion, 'users').paginator).toBeUndefined()
  expect(conversion.notes).toContain('/users takes limit, but the document does not say how to ask for the next page')
})

test('a counting paginator is not the client’s where some list does not count', () => {
  const counting = get(list(User), [query('page')])
  const conversion = openApiToConfig(api({ '/users': counting, '/orders': counting, '/tags': get(list(text)) }))
  expect(conversion.config.client.paginator).toBeUndefined()
  expect(endpointOf(conversion, 'users').paginator).toEqual({ type: 'page_number', basePage: 1, totalPath: null })
  expect(endpointOf(conversion, 'tags').paginator).toBeUndefined()
})
