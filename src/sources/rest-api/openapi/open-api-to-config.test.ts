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
  reason,
  resource,
  text,
  User,
} from '../../../../test/openapi/shop-api.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { restApi } from '../rest-api.ts'
import { openApiToConfig } from './open-api-to-config.ts'

test.each<[string, Node, string | undefined]>([
  ['a list', list(User), '$'],
  ['a list under a usual key', object({ errors: list(object({ code: text })), items: list(User) }), 'items'],
  ['a list that is named as the path', object({ tags: list(text), users: list(User) }), 'users'],
  ['a list two keys down', object({ data: object({ users: list(User) }) }), 'data.users'],
  ['the only list in an envelope', object({ total_count: integer, people: list(User) }), 'people'],
  ['an object that merely has a list', object({ id: integer, friends: list(User), name: text }), '$'],
  ['an object in an envelope', object({ data: User, success: flag }), 'data'],
  ['nothing known', {}, undefined],
])('rows are found in %s', (_, schema, expected) => {
  const conversion = openApiToConfig(api({ '/users': get(schema) }))
  expect(endpointOf(conversion, 'users').dataSelector).toBe(expected)
})

test.each<[string, Node, string, string | undefined]>([
  ['id', User, '/users', 'id'],
  ['a field named after the rows', object({ name: text, user_id: text }), '/users', 'user_id'],
  ['a UUID', object({ name: text, token: { type: 'string', format: 'uuid' } }), '/users', 'token'],
  ['a usual name', object({ name: text, uuid: text }), '/users', 'uuid'],
  [
    'a description',
    object({ name: text, code: { type: 'string', description: 'Unique identifier of the user.' } }),
    '/users',
    'code',
  ],
  [
    'the id of something else',
    object({ owner: { type: 'string', description: 'Unique identifier of the team' } }),
    '/users',
    undefined,
  ],
  ['an object', object({ id: object({ a: text }) }), '/users', undefined],
])('%s as a key', (_, row, path, key) => {
  const conversion = openApiToConfig(api({ [path]: get(list(row)) }))
  expect(resource(conversion, 'users')).toMatchObject(
    key === undefined ? { writeDisposition: 'replace' } : { writeDisposition: 'merge', primaryKey: key },
  )
})

test('a key that only some rows have is none', () => {
  const conversion = openApiToConfig(
    api({ '/users': get(list({ anyOf: [User, object({ since: text, user: User })] })) }),
  )
  expect(resource(conversion, 'users').primaryKey).toBeUndefined()
})

const nested = api({
  '/users': get(list(User)),
  '/users/{user_id}': get(object({ id: integer, name: text, age: integer }), [
    { name: 'user_id', in: 'path', required: true, schema: integer },
  ]),
  '/users/{user_id}/posts': get(list(object({ id: integer }))),
  '/users/{userId}/posts/{post_id}/comments': get(list(object({ text }))),
  '/users/{user_id}/profile': get(object({ about: text })),
})

test('a path under a list is asked for each of its rows, and its rows keep whose they are', () => {
  const conversion = openApiToConfig(nested)
  expect(resource(conversion, 'posts')).toEqual({
    name: 'posts',
    writeDisposition: 'merge',
    primaryKey: ['_users_id', 'id'],
    includeFromParent: ['id'],
    endpoint: { path: 'users/{user_id}/posts', params: { user_id: '{resources.users.id}' }, dataSelector: '$' },
  })
  expect(resource(conversion, 'comments')).toMatchObject({
    writeDisposition: 'replace',
    includeFromParent: ['id', '_users_id'],
    endpoint: { params: { post_id: '{resources.posts.id}', userId: '{resources.posts._users_id}' } },
  })
  expect(resource(conversion, 'profile')).toMatchObject({
    primaryKey: '_users_id',
    endpoint: { paginator: 'single_page' },
  })
  expect(() => restApi(conversion.config)).not.toThrow()
})

test('what would only be fetched again row by row is not selected', () => {
  const conversion = openApiToConfig(nested)
  expect(resource(conversion, 'user').selected).toBeUndefined()
  const named = { ...nested, components: { schemas: { User } } }
  const paths = {
    '/users': get(list({ $ref: '#/components/schemas/User' })),
    '/users/{id}': get({ $ref: '#/components/schemas/User' }),
  }
  const same = openApiToConfig({ ...named, paths })
  expect(resource(same, 'user').selected).toBe(false)
  expect(reason(same, 'resources.user.selected')).toBe('its rows are those of users, at the cost of a request each')
})

test('a text in a path is not taken for the number that a row has, unless it is called an id', () => {
  const conversion = openApiToConfig(
    api({
      '/users': get(list(User)),
      '/users/{username}/keys': get(list(User), [{ name: 'username', in: 'path', required: true, schema: text }]),
      '/users/{user_id}/jobs': get(list(User), [{ name: 'user_id', in: 'path', required: true, schema: text }]),
    }),
  )
  expect(endpointOf(conversion, 'keys').params).toEqual({ username: { type: 'setting', field: 'username' } })
  expect(endpointOf(conversion, 'jobs').params).toEqual({ user_id: '{resources.users.id}' })
})

const open = api({
  '/repos/{owner}/issues': get(list(User), [query('state', { type: 'string', enum: ['all'] }, { required: true })]),
  '/repos/{owner}/issues/{id}/notes': get(list(User)),
  '/search': get(list(User), [query('q', text, { required: true })]),
  '/report': get(list(User), [
    query('kinds', { type: 'array', items: { enum: ['a', 'b{}'] } }, { required: true }),
    query('days', { type: 'integer', default: 7 }, { required: true }),
    { name: 'X-Api-Version', in: 'header', required: true, schema: { enum: ['2'] } },
    { name: 'X-Team', in: 'header', required: true, schema: text, description: 'The team.' },
    { name: 'Accept', in: 'header', required: true, schema: text },
    query('optional', text),
  ]),
})

test('required parameters get the value that the document names, or become settings that keep a resource back', () => {
  const conversion = openApiToConfig(open)
  expect(endpointOf(conversion, 'report')).toMatchObject({
    params: { kinds: ['a', 'b{{}}'], days: 7 },
    headers: { 'X-Api-Version': '2', 'X-Team': { type: 'setting', field: 'x_team' } },
  })
  expect(reason(conversion, 'resources.report.endpoint.params')).toBe('it also takes optional')
  expect(endpointOf(conversion, 'issues').params).toEqual({ owner: { type: 'setting', field: 'owner' }, state: 'all' })
  expect(endpointOf(conversion, 'search').params).toEqual({ q: { type: 'setting', field: 'search_q' } })
  expect(reason(conversion, 'resources.notes.selected')).toBe('set owner in .dlt/config.toml, then take this line out')
  expect(conversion.endpoints.filter(({ selected }) => selected)).toEqual([])
  expect(conversion.settings).toEqual([
    { name: 'owner', description: '', resources: ['issues', 'notes'] },
    { name: 'search_q', description: '', resources: ['search'] },
    { name: 'x_team', description: 'The team.', resources: ['report'] },
  ])
})

test('resources whose settings will have a value are selected', () => {
  const conversion = openApiToConfig(open, { settings: ['owner'] })
  expect(conversion.endpoints.filter(({ selected }) => selected).map((one) => one.resource)).toEqual([
    'issues',
    'notes',
  ])
})

test('Swagger 2.0 is read likewise: host, definitions, parameters that are their own schema, OAuth flows', () => {
  const conversion = openApiToConfig({
    swagger: '2.0',
    info: { title: 'Old Shop' },
    host: 'shop.com',
    basePath: '/v2',
    schemes: ['http', 'https'],
    security: [{ login: ['read'] }],
    securityDefinitions: {
      login: { type: 'oauth2', flow: 'application', tokenUrl: 'https://shop.com/token', scopes: {} },
    },
    parameters: { page: { name: 'page', in: 'query', type: 'integer', minimum: 0 } },
    definitions: { Order: object({ orderId: integer }) },
    paths: {
      '/orders': {
        parameters: [{ $ref: '#/parameters/page' }],
        get: {
          parameters: [
            { name: 'states', in: 'query', required: true, type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
          ],
          responses: { 200: { schema: list({ $ref: '#/definitions/Order' }) } },
        },
      },
      '/orders/{orderId}.xml': { get: { produces: ['application/xml'], responses: { 200: { schema: User } } } },
    },
  })
  expect(conversion.name).toBe('old_shop')
  expect(conversion.config.client).toEqual({
    baseUrl: 'https://shop.com/v2',
    auth: {
      type: 'oauth2_client_credentials',
      accessTokenUrl: 'https://shop.com/token',
      accessTokenRequestData: { scope: 'read' },
    },
    paginator: { type: 'page_number', basePage: 0, totalPath: null },
  })
  expect(resource(conversion, 'orders')).toMatchObject({
    primaryKey: 'orderId',
    endpoint: { params: { states: 'a,b' } },
  })
  expect(conversion.leftOut).toEqual([
    { method: 'GET', path: '/orders/{orderId}.xml', reason: 'it answers application/xml' },
  ])
})

test('what is no list or object of JSON is left out with the reason, and a search by POST is named', () => {
  const conversion = openApiToConfig(
    api({
      '/users': { ...get(list(User)), post: { responses: {} } },
      '/users/search': { post: { responses: answer(list(User)) } },
      '/photo': { get: { responses: { 200: { content: { 'image/png': {} } } } } },
      '/version': get(text),
      '/ping': { get: { responses: { 204: {} } } },
    }),
  )
  expect(conversion.leftOut).toEqual([
    { method: 'POST', path: '/users', reason: 'POST changes or does something' },
    {
      method: 'POST',
      path: '/users/search',
      reason: "it seems to read by POST: write such a resource by hand, with method 'POST' and json",
    },
    { method: 'GET', path: '/photo', reason: 'it answers image/png' },
    { method: 'GET', path: '/version', reason: 'it answers a single value, which makes no row' },
    { method: 'GET', path: '/ping', reason: 'it answers nothing' },
  ])
})

test('an answer of which nothing but its status is known is looked at when it comes', () => {
  const conversion = openApiToConfig(api({ '/users': { get: { responses: { 200: { description: 'OK' } } } } }))
  expect(endpointOf(conversion, 'users')).toEqual({ path: 'users' })
  expect(reason(conversion, 'resources.users.endpoint.dataSelector')).toBe(
    'the document does not say what the answer looks like: the rows are looked for in the first one',
  )
})

test('schemas that contain themselves, and all kinds of parts, are read', () => {
  const schemas = {
    Named: object({ name: text }),
    Tree: {
      allOf: [
        { $ref: '#/components/schemas/Named' },
        object({ id: integer, children: list({ $ref: '#/components/schemas/Tree' }) }),
      ],
    },
    Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }] },
    Page: {
      anyOf: [
        { type: 'null' },
        object({ items: list({ $ref: '#/components/schemas/Tree' }), loop: { $ref: '#/components/schemas/Loop' } }),
      ],
    },
  }
  const conversion = openApiToConfig(
    api({ '/trees': get({ $ref: '#/components/schemas/Page' }) }, { components: { schemas } }),
  )
  expect(resource(conversion, 'trees')).toMatchObject({ primaryKey: 'id', endpoint: { dataSelector: 'items' } })
})

test('references into other files are an error that names them; those that lead nowhere are a note', () => {
  const elsewhere = api({ '/users': get(list({ $ref: 'models.yaml#/User' })), '/pets': get({ $ref: './pet.json' }) })
  expect(problemOf(() => openApiToConfig(elsewhere))).toEqual({
    code: 'external_refs',
    message: 'the document refers to other files: models.yaml#/User, ./pet.json',
    hint: 'bundle it into one first: npx @redocly/cli bundle openapi.yaml --output bundled.yaml',
  })
  const nowhere = openApiToConfig(api({ '/users': get(list({ $ref: '#/components/schemas/Gone' })) }))
  expect(nowhere.notes).toContain('the document has nothing at #/components/schemas/Gone, which it refers to')
})

test('only what is asked for is written, and unselected what it depends on', () => {
  const conversion = openApiToConfig(nested, { only: ['comments', '/users/*/profile'] })
  expect(conversion.endpoints.map(({ resource: name, selected }) => [name, selected])).toEqual([
    ['users', false],
    ['posts', false],
    ['comments', true],
    ['profile', true],
  ])
  expect(reason(conversion, 'resources.posts.selected')).toBe('read only for those that depend on it')
  expect(problemOf(() => openApiToConfig(nested, { only: ['nope'] }))).toMatchObject({
    code: 'nothing_chosen',
    message: 'no endpoint that can be loaded is like nope',
    hint: expect.stringContaining('paths: /users, '),
  })
})

test('names are the words of the path that tell resources apart, whichever are chosen', () => {
  const one = get(list(User))
  const conversion = openApiToConfig(
    api({
      '/api/v1/issues': one,
      '/api/v1/repos/{repo}/issues': one,
      '/api/v1/issues/{issue}': get(User),
      '/api/v1/pets/findByStatus': one,
      '/api/v1/people/{id}': get(User),
      '/api/v1/2fa-codes.json': one,
    }),
  )
  expect(conversion.config.resources.map(({ name }) => name)).toEqual([
    'issues',
    'repo_issues',
    'issue',
    'pets_find_by_status',
    'person',
    't_2fa_codes',
  ])
})

test.each([
  ['Shop API', 'https://api.shop.com', undefined, 'shop'],
  ["GitHub's official OpenAPI spec + Octokit extension", 'https://api.github.com', undefined, 'github'],
  ['API', 'https://www.example.co.uk/v1', undefined, 'example'],
  ['API', 'http://127.0.0.1:80', undefined, 'rest_api'],
  ['3scale', 'https://x.com', undefined, 'api_3scale'],
  ['Shop API', 'https://api.shop.com', "My Shop's 2", 'my_shop_s_2'],
])('the source of %s at %s is named so that files, tables and variables take it', (title, url, name, expected) => {
  const document = api({ '/users': get(list(User)) }, { info: { title }, servers: [{ url }] })
  expect(openApiToConfig(document, name === undefined ? {} : { name }).name).toBe(expected)
})

test('the base URL has the defaults of its variables, or begins where the document came from', () => {
  const servers = [
    { url: 'https://{region}.shop.com', variables: { region: { default: 'eu' } } },
    { url: 'https://test.shop.com' },
  ]
  const users = { '/users': get(list(User)) }
  const filled = openApiToConfig({ ...api(users), servers })
  expect(filled.config.client.baseUrl).toBe('https://eu.shop.com')
  expect(reason(filled, 'client.baseUrl')).toBe(
    'the first server; with its default: region is eu; others: https://test.shop.com',
  )
  const relative = { ...api(users), servers: [{ url: '/v3' }] }
  const documentUrl = 'https://shop.com/docs/openapi.json'
  expect(openApiToConfig(relative, { documentUrl }).config.client.baseUrl).toBe('https://shop.com/v3')
  expect(openApiToConfig(relative, { baseUrl: 'http://localhost' }).config.client.baseUrl).toBe('http://localhost')
  expect(problemOf(() => openApiToConfig(relative))).toEqual({
    code: 'no_base_url',
    message: 'the document does not say on which host the API is, only /v3',
    hint: 'say it: --base-url https://api.example.com/v3',
  })
})

test('a path with a server of its own is asked for there, unless the base URL was given', () => {
  const own = { ...get(list(User)), servers: [{ url: 'https://files.shop.com/' }] }
  const same = { ...get(list(User)), servers: [{ url: '/v1' }] }
  const document = api({ '/files': own, '/users': same })
  expect(endpointOf(openApiToConfig(document), 'files').path).toBe('https://files.shop.com/files')
  expect(endpointOf(openApiToConfig(document), 'users').path).toBe('users')
  expect(endpointOf(openApiToConfig(document, { baseUrl: 'http://localhost' }), 'files').path).toBe('files')
})

test.each([
  [[], 'it is no object'],
  [{ swaggerVersion: '1.2' }, 'its version is 1.2'],
  [{ hello: 1 }, 'it has neither openapi: 3.x nor swagger: "2.0"'],
  [{ openapi: '3.1.0' }, 'it has no paths'],
])('%j is no description of an API', (document, why) => {
  expect(problemOf(() => openApiToConfig(document))).toMatchObject({
    code: 'not_openapi',
    message: `this is no description of an API that can be read: ${why}`,
  })
})

function problemOf(work: () => unknown): object {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return { code: error.code, message: error.message, hint: error.hint }
    throw error
  }
  throw new Error('nothing was wrong')
}
