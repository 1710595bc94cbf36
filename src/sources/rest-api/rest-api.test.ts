import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Secret } from '../../config/secret.ts'
import { checkConfig } from './check-config.ts'
import { fromSnakeCase } from './from-snake-case.ts'
import { makeRequest } from './make-request.ts'
import { bindPath, parsePath } from './path-template.ts'
import { restApi } from './rest-api.ts'
import { expandTemplate } from './template.ts'

const client = { baseUrl: 'https://api.example.com' }

function failure(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a wrong place in a configuration is named, with the nearest right key', () => {
  test.for([
    [
      { client, resources: [{ name: 'a', endpoint: { path: 'a', dataSelektor: 'x' } }] },
      'resources[0].endpoint.dataSelektor',
      'did you mean dataSelector?',
    ],
    [
      { client: { ...client, auth: { type: 'bearr', token: 'x' } }, resources: [] },
      'client.auth',
      'did you mean bearer?',
    ],
    [
      { client, resources: [{ name: 'a', endpoint: { path: 'a', paginator: 'cursr' } }] },
      'resources[0].endpoint.paginator',
      'did you mean cursor?',
    ],
    [
      { client, resources: [{ name: 'a', endpoint: { path: 'a', paginator: { type: 'json_link', limit: 1 } } }] },
      'resources[0].endpoint.paginator.limit',
      /^limit belongs to type offset; json_link has nextUrlPath/,
    ],
    [{ resources: [] }, 'client', 'add client'],
  ] as const)('%j', ([config, path, hint]) => {
    expect(failure(() => checkConfig(config))).toMatchObject({
      code: 'invalid_config',
      hint: typeof hint === 'string' ? hint : expect.stringMatching(hint),
      context: { path },
    })
  })

  test.for([
    ['path: a', 'resources[0].path', 'put it into endpoint: endpoint.path'],
    ['endpoint: { primary_key: id }', 'resources[0].endpoint.primary_key', 'it belongs to resources[0]'],
    ['endpoint: { paginator: { cursor_path: x } }', 'resources[0].endpoint.paginator', 'add type: cursor'],
    ['endpoint: { paginator: { type: page } }', 'resources[0].endpoint.paginator', 'did you mean page_number?'],
    [
      'endpoint: { paginator: offset }',
      'resources[0].endpoint.paginator',
      'write an object: { type: offset, limit: … }',
    ],
    ['endpoint: { auth: { token: 12 } }', 'resources[0].endpoint.auth.token', 'put quotes around it'],
    ['endpoint: { params: [x] }', 'resources[0].endpoint.params', 'write keys and values below it, indented'],
    ['selected: "no"', 'resources[0].selected', 'write true or false, without quotes'],
    ['max_table_nesting: 1 level', 'resources[0].max_table_nesting', 'write a number, without unit and quotes'],
    ['write_disposition: upsert', 'resources[0].write_disposition', 'take one of these'],
    ['include_from_parent: id', 'resources[0].include_from_parent', 'write a list: each entry begins with a dash'],
    [
      'endpoint: { incremental: { per_parent: 1 } }',
      'resources[0].endpoint.incremental.per_parent',
      'put quotes around it',
    ],
  ] as const)('in a file with “%s” it is called as the file calls it', ([line, path, hint]) => {
    const config = parse(`client: { base_url: https://a.b }\nresources:\n- name: a\n  ${line}`)
    const error = failure(() => checkConfig(fromSnakeCase(config), { names: 'snake_case' }))
    expect(error).toMatchObject({ code: 'invalid_config', hint, context: { path } })
  })

  test('a text in place of an auth, which may be a token, is not shown', () => {
    const error = failure(() => checkConfig({ client: { ...client, auth: 'hush-hush' }, resources: [] }))
    expect(`${error}${JSON.stringify(error)}`).not.toContain('hush-hush')
    expect(error).toMatchObject({ message: expect.stringContaining('expected one of bearer, api_key') })
  })

  test('a secret never shows', () => {
    const error = failure(() =>
      checkConfig({ client: { ...client, auth: { type: 'bearer', tokn: 'hush-hush' } }, resources: [] }),
    )
    expect(`${error}${JSON.stringify(error)}`).not.toContain('hush-hush')
  })
})

describe('snake_case is translated along the table of the configuration', () => {
  test('known keys are, the user’s own are not', () => {
    const own = { page_size: 1, fooBar: 2 }
    const config = {
      client: { base_url: 'u', headers: { x_y: 'z' } },
      resources: [
        {
          name: 'a_b',
          primary_key: 'my_id',
          columns: { my_id: { data_type: 'text' } },
          endpoint: { params: own, json: own, headers: { my_header: 'x' } },
        },
      ],
    }
    expect(fromSnakeCase(config)).toEqual({
      client: { baseUrl: 'u', headers: { x_y: 'z' } },
      resources: [
        {
          name: 'a_b',
          primaryKey: 'my_id',
          columns: { my_id: { dataType: 'text' } },
          endpoint: { params: own, json: own, headers: { my_header: 'x' } },
        },
      ],
    })
  })
})

describe('placeholders in a path', () => {
  const where = { path: '', resource: 'r' }
  const bound = (path: string) =>
    expandTemplate(
      bindPath(parsePath(path), (name) => [{ text: `<${name}>` }], where),
      (expression) => `[${expression}]`,
    )

  test.for([
    ['stories/:storyID/interactions/welcome', 'stories/<storyID>/interactions/welcome'],
    ['{org}/issues', '<org>/issues'],
    ['users/{resources.users.id}', 'users/[resources.users.id]'],
    ['a/\\:literal/b', 'a/:literal/b'],
    ['a/b:c/d', 'a/b:c/d'],
    ['http://host:8080/x?t=:id', 'http://host:8080/x?t=:id'],
    ['{{x}}/y', '{x}/y'],
  ] as const)('%s → %s', ([path, expanded]) => {
    expect(bound(path)).toBe(expanded)
  })

  test('an unbound one is an error before any request', () => {
    const config = { client, resources: [{ name: 'w', endpoint: { path: 'stories/:storyID/x' } }] }
    expect(failure(() => restApi(config))).toMatchObject({ code: 'unbound_placeholder' })
  })

  test('names of parameters, form fields and headers hold placeholders too', () => {
    const named = { '{resources.u.id}': '{resources.u.id}' }
    const request = {
      method: 'POST',
      baseUrl: 'https://h',
      path: parsePath('x').template,
      params: named,
      startParam: undefined,
      endParam: undefined,
      json: undefined,
      data: named,
      clientHeaders: {},
      headers: named,
    } as const
    expect(makeRequest(request, (expression) => (expression === 'resources.u.id' ? 'a7' : undefined))).toMatchObject({
      params: [['a7', 'a7']],
      body: { form: [['a7', 'a7']] },
      headers: { a7: 'a7' },
    })
  })

  test('no value can lead a request out of the path it stands in', () => {
    const request = {
      method: 'GET',
      baseUrl: 'https://h/api',
      path: parsePath('users/{resources.u.id}/posts').template,
      params: {},
      startParam: undefined,
      endParam: undefined,
      json: undefined,
      data: undefined,
      clientHeaders: {},
      headers: {},
    } as const
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        let url: URL
        try {
          url = new URL(makeRequest(request, () => value).url)
        } catch (error) {
          expect(error).toMatchObject({ code: 'empty_placeholder' })
          return
        }
        expect(url.pathname.startsWith('/api/users/')).toBe(true)
        expect(url.pathname.endsWith('/posts')).toBe(true)
        expect(url.search + url.hash).toBe('')
      }),
    )
  })
})

test('resources keep their names, hints and parents', () => {
  const token = new Secret('x')
  const [posts, users] = restApi({
    client: { ...client, auth: { type: 'bearer', token } },
    resources: [
      { name: 'posts', endpoint: { path: 'users/:id/posts', params: { id: '{resources.users.id}' } } },
      { name: 'users', primaryKey: 'id', selected: false },
    ],
  })
  expect(posts).toMatchObject({ name: 'posts', selected: true, parent: { name: 'users' } })
  expect(users).toMatchObject({ name: 'users', selected: false, parent: undefined, hints: { primaryKey: 'id' } })
})
