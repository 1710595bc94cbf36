import { expect, test } from 'vitest'
import type { HttpRequest } from '../../http/request.ts'
import { openJson } from '../../values/open-json.ts'
import { checkGraphqlErrors } from './graphql-errors.ts'

const QUERY = '# all of them\nquery Users { users { id } }'

function failure(query: unknown, answer: unknown): unknown {
  const body = new TextEncoder().encode(JSON.stringify(answer))
  const request: HttpRequest = {
    method: 'POST',
    url: 'https://api.example.com/graphql',
    params: [],
    headers: {},
    body: { json: { query } },
  }
  try {
    checkGraphqlErrors(
      request,
      { url: request.url, status: 200, headers: new Map(), body },
      { json: openJson(body), secrets: ['hush-hush'] },
    )
  } catch (error) {
    return error
  }
  return undefined
}

test('errors of GraphQL are errors, with their messages, their places and what came all the same', () => {
  expect(
    failure(QUERY, {
      data: { users: [{ id: 1 }], posts: null },
      errors: [{ message: 'no access with hush-hush', path: ['posts', 0] }, { message: 'too deep' }],
    }),
  ).toMatchObject({
    code: 'graphql_errors',
    message:
      'https://api.example.com/graphql answered with GraphQL errors: no access with *** (at posts.0); too deep (data came for users, but is not whole)',
    hint: expect.stringContaining('response_actions'),
  })
  expect(failure('{ users { id } }', { data: null, errors: ['broken'] })).toMatchObject({
    message: expect.stringContaining('broken (no data came)'),
  })
})

test('an empty list of errors is none, and another API may have such fields', () => {
  expect(failure(QUERY, { data: {}, errors: [] })).toBeUndefined()
  expect(failure(QUERY, { data: {} })).toBeUndefined()
  expect(failure('red shoes', { hits: [], errors: ['a shard is late'] })).toBeUndefined()
})
