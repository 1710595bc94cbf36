// Compiled with everything else: what must not compile is marked where the editor must show it, and a mark without an error is an error.
import { z } from 'zod'
import type { Source } from '../../src/index.ts'
import { restApi, restApiSource, restResource } from '../../src/sources/rest-api/index.ts'

/** Fails to compile where the types differ. */
function same<A, B>(_proof: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never): void {}

const client = { baseUrl: 'https://api.example.com' }

export function sourcesKnowTheirResources(): void {
  const blog = restApiSource({
    name: 'blog',
    client,
    resources: ['authors', { name: 'posts', endpoint: 'posts' }],
  })
  same<typeof blog, Source<'blog', 'authors' | 'posts'>>(true)
  const anySource: Source = blog.pick('posts', 'authors')
  void anySource
  // @ts-expect-error there is no such resource
  blog.pick('post')

  const names: readonly string[] = ['a']
  same<ReturnType<typeof restApiSource<string>>, Source<'rest_api', string>>(true)
  restApiSource({ client, resources: names }).pick('whatever')
}

export function mistakesAreShownWhereTheyAre(): void {
  restApi({
    // @ts-expect-error no such auth
    client: { ...client, auth: { type: 'bearr', token: 'x' } },
    resources: [],
  })
  restApi({
    client: {
      ...client,
      paginator: {
        type: 'json_link',
        // @ts-expect-error an option of another paginator
        limit: 1,
      },
    },
    resources: [
      'users',
      {
        name: 'posts',
        endpoint: {
          // @ts-expect-error not in lower case
          method: 'get',
        },
      },
    ],
  })
  restApiSource({
    client,
    resources: [
      {
        name: 'posts',
        // @ts-expect-error a misspelled hint
        primaryKy: 'id',
      },
      {
        name: 'comments',
        endpoint: {
          // @ts-expect-error a misspelled option
          dataSelektor: 'data',
        },
      },
      {
        name: 'likes',
        endpoint: {
          // @ts-expect-error an offset needs its limit
          paginator: { type: 'offset' },
          incremental: {
            cursorPath: 'at',
            // @ts-expect-error neither asc nor desc
            rowOrder: 'up',
          },
        },
      },
      {
        name: 'tags',
        endpoint: {
          params: {
            id: {
              type: 'resolve',
              resource: 'posts',
              // @ts-expect-error a misspelled option
              feld: 'id',
            },
          },
        },
      },
    ],
  })
  // @ts-expect-error no base URL
  restApiSource({ client: {}, resources: [] })
}

export function stepsKnowTheRow(): void {
  const shop = restApiSource({
    name: 'shop',
    client,
    resources: [
      restResource({
        name: 'users',
        row: z.object({ id: z.number(), at: z.iso.datetime().transform((text) => new Date(text)) }),
        processingSteps: [
          { filter: (row) => row.id > 1, map: (row) => ({ ...row, year: row.at.getFullYear() }) },
          {
            // @ts-expect-error its rows have no such field
            yieldMap: (row) => [row.nope],
          },
        ],
      }),
      'orders',
    ],
  })
  same<typeof shop, Source<'shop', 'users' | 'orders'>>(true)
  const mixed: Source = restApiSource({
    client,
    resources: [
      restResource({
        name: 'users',
        row: z.object({ id: z.number() }),
        processingSteps: [{ filter: (row) => row.id > 1 }],
      }),
      { name: 'orders', processingSteps: [{ filter: (row) => row.id !== null }] },
    ],
  })
  void mixed
  restResource({
    name: 'users',
    row: z.object({ id: z.number() }),
    endpoint: {
      // @ts-expect-error a misspelled option
      dataSelektor: 'data',
    },
  })
}
