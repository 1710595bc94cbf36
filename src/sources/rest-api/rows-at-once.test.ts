import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { useServers } from '../../../test/http/loopback.ts'
import { extract } from '../../extract/extract.ts'
import { rowsOf } from '../../extract/rows-of.ts'
import { silentLogger } from '../../log/logger.ts'
import type { ResourceConfig } from './config.ts'
import { restApi } from './rest-api.ts'

const { serve } = useServers()
const PARENTS = 6

/** Reads children of six parents; each answer waits until so many requests are there. */
async function read(children: Partial<ResourceConfig>, holdUntil: number) {
  const held: { readonly path: string; readonly response: ServerResponse }[] = []
  let most = 0
  let left = PARENTS
  const { url } = await serve(({ path }, response) => {
    if (path === '/parents') {
      return void response.end(JSON.stringify({ data: Array.from({ length: PARENTS }, (_, id) => ({ id })) }))
    }
    most = Math.max(most, held.push({ path, response }))
    left -= 1
    if (held.length < holdUntil && left > 0) return
    for (const one of held.splice(0).toReversed()) one.response.end(JSON.stringify({ data: [{ of: one.path }] }))
  })
  const resources = restApi({
    client: { baseUrl: url, paginator: 'single_page' },
    resources: [
      'parents',
      {
        name: 'children',
        ...children,
        endpoint: { path: 'of/{resources.parents.id}', dataSelector: 'data', ...endpointOf(children) },
      },
    ],
  })
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    now: Date.now,
    emit: () => {},
    projectDir: '/nonexistent',
  }
  const states = new Map(resources.map(({ name }) => [name, {}]))
  const paths: unknown[] = []
  for await (const { resource, page } of extract(resources, { context, state: (name) => states.get(name) ?? {} })) {
    if (resource.name !== 'children') continue
    paths.push(...rowsOf(page).map((row) => (typeof row === 'object' && row !== null && 'of' in row ? row.of : row)))
  }
  return { most, paths }
}

const endpointOf = ({ endpoint }: Partial<ResourceConfig>) => (typeof endpoint === 'object' ? endpoint : {})

test.each([
  ['one', {}, 1],
  ['five, where they are parallelized,', { parallelized: true }, 5],
  ['as many as concurrency says', { endpoint: { concurrency: 3 } }, 3],
  ['as many as concurrency says, whatever parallelized says,', { parallelized: true, endpoint: { concurrency: 2 } }, 2],
] as const)('rows of a parent: %s at once, and what they give stays in order', async (_, children, atOnce) => {
  const { most, paths } = await read(children, atOnce)
  expect(most).toBe(atOnce)
  expect(paths).toEqual(Array.from({ length: PARENTS }, (_, id) => `/of/${id}`))
})
