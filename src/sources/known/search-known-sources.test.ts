import { expect, test } from 'vitest'
import { listKnownSources, parseKnownSource, readKnownSource } from './read-known-sources.ts'
import { searchKnownSources } from './search-known-sources.ts'

const names = async (query: string) => (await searchKnownSources(query)).map(({ name }) => name)

test.each([
  ['stripe', 'stripe'],
  ['load data from the ChatBot API', 'chatbot'],
  ['payments', 'stripe'],
  ['payment provider', 'stripe'],
  ['helpdesk tickets', 'zendesk'],
  ['pull requests', 'github'],
  ['our newsletter', 'mailchimp'],
  ['swagger', 'openapi'],
  ['mysql', 'sql_database'],
  ['csv files in s3', 'filesystem'],
  ['online shop', 'shopify'],
])('%s finds %s first', async (query, expected) => {
  expect((await names(query))[0]).toBe(expected)
})

test('a word that several are tagged with finds them all', async () => {
  expect(await names('crm')).toEqual(expect.arrayContaining(['hubspot', 'pipedrive']))
})

test('a mistyped name finds what is spelled like it, and what is like nothing finds nothing', async () => {
  expect(await names('zendsk')).toEqual(['zendesk'])
  expect(await names('quantum flux capacitor')).toEqual([])
})

test('without words there are all', async () => {
  expect(await names('')).toEqual((await listKnownSources()).map(({ name }) => name))
})

test('what is found says how it is reached, what to fill in and how to make a project of it', async () => {
  const [github] = await searchKnownSources('github')
  expect(github).toMatchObject({
    title: 'GitHub',
    base_url: 'https://api.github.com',
    docs_url: 'https://docs.github.com/en/rest',
    auth: 'bearer',
    verified: false,
    init: 'tolva init github duckdb',
    secrets: [{ key: 'sources.github_source.access_token', description: expect.stringContaining('Settings') }],
  })
  expect(github?.endpoints).toContainEqual({ resource: 'issues', path: 'repos/{owner}/{repo}/issues' })
  expect(github?.settings.map(({ key }) => key)).toEqual(['sources.github_source.owner', 'sources.github_source.repo'])
})

test('an unknown name is told with those near it, and with the way for any API', async () => {
  await expect(readKnownSource('githb')).rejects.toMatchObject({
    code: 'unknown_source',
    hint: 'did you mean github? For any other API: tolva init rest_api duckdb --name githb, and tolva rest detect URL --name githb for its first resource',
  })
  await expect(readKnownSource('My API!')).rejects.toMatchObject({
    hint: expect.stringContaining('tolva init rest_api duckdb --name my_api,'),
  })
})

test('a file that is none is refused with the place', () => {
  const text =
    'title: Xyz\ndescription: Long enough to be one.\nkind: rest_api\ntags: [a1, b2]\nverified: false\nsource: { name: X }\nmore: 1\n'
  expect(() => parseKnownSource('x', text)).toThrow(
    /known-sources\/x\.yaml is not a source: source\.name: lower case.*Unrecognized key: "more"/s,
  )
  expect(() => parseKnownSource('x', text.replace('{ name: X }', '{ name: x }').replace('more: 1\n', ''))).toThrow(
    'docs_url: is what an unverified source is written after',
  )
})
