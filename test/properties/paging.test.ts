import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TolvaError } from '../../src/errors/tolva-error.ts'
import { rowsOf } from '../../src/extract/rows-of.ts'
import { restApi } from '../../src/sources/rest-api/index.ts'
import { quietContext } from '../http/quiet-context.ts'
import { type ModelServer, startModelServer } from '../paging/model-server.ts'
import { endpointOf, mayDouble, mayRepeat, type World, world } from '../paging/world.ts'
import { PATIENCE, size } from './size.ts'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
afterAll(() => server.close())

interface Outcome {
  readonly ids: readonly number[]
  readonly error: string | undefined
  readonly requests: number
  /** Rows when it was over. */
  readonly rowsThen: number
}

/** Reads a world, as often stopped and gone on with as it says. */
async function read(world: World): Promise<Outcome> {
  const { baseUrl, served } = server.serve(world)
  const ids: number[] = []
  const state = {}
  const open = (resumeFrom: unknown) => {
    const [items] = restApi({
      client: { baseUrl, maxAttempts: 6, backoffSeconds: 0.001, maxRetryDelaySeconds: 0.005 },
      resources: [{ name: 'items', endpoint: endpointOf(world) }],
    })
    const context = {
      ...quietContext('items'),
      state,
      ...(resumeFrom !== undefined && { resumeFrom }),
    }
    return items?.open(context) ?? []
  }
  let position: unknown
  let error: string | undefined
  try {
    for (const stop of [...world.stops, Number.POSITIVE_INFINITY]) {
      let pages = 0
      for await (const page of open(position)) {
        for (const row of rowsOf(page)) if (isRow(row)) ids.push(row.id)
        position = page.position
        if (++pages === stop) break
      }
      if (pages < stop) break
    }
  } catch (cause) {
    if (!(cause instanceof TolvaError)) throw cause
    error = cause.code
  }
  return { ids, error, requests: served.requests, rowsThen: served.ids.length }
}

function isRow(row: unknown): row is { readonly id: number } {
  return typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'number'
}

/**
 * Requests that a walk may make: its pages, one more that is empty or where it sees that it goes in circles, the circle itself,
 * those that failed, and for each stop, and each time that rows come in between, those that were under way.
 */
function mostRequests(given: World, rows: number): number {
  const { pageSize, empties, faults, broken, inserts, stops, concurrency } = given
  const pages = Math.ceil(rows / pageSize) + empties.length + 1
  const circle = broken === undefined ? 0 : broken.back + 2
  return pages + 1 + circle + faults.length + (stops.length + inserts.length + 1) * (concurrency + circle)
}

it(
  'whatever paging an API has, and whatever happens to it meanwhile, no row is lost or doubled and the walk ends',
  () =>
    fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { ids, error, requests, rowsThen } = await read(given)
        expect(requests).toBeLessThanOrEqual(mostRequests(given, rowsThen))
        if (given.broken !== undefined && error !== undefined) {
          expect(['paging_loop', 'paging_repeats', 'paging_value']).toContain(error)
          return
        }
        if (error === 'paging_repeats' && mayRepeat(given)) return
        expect(error).toBeUndefined()
        const there = new Set(ids)
        expect(Array.from({ length: given.rows }, (_, id) => id).filter((id) => !there.has(id))).toEqual([])
        if (!mayDouble(given)) expect(ids.length).toBe(there.size)
      }),
      size(400),
    ),
  PATIENCE,
)
