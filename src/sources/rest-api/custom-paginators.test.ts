import { describe, expect, test } from 'vitest'
import { idsOf } from '../../../test/http/ids-of.ts'
import { useServers } from '../../../test/http/loopback.ts'
import { quietContext } from '../../../test/http/quiet-context.ts'
import type { Paginator } from '../../http/paginators/paginator.ts'
import type { CustomConfig } from './custom-kinds.ts'
import { fromSnakeCase } from './from-snake-case.ts'
import { restApi } from './rest-api.ts'

const { serve } = useServers()

/** Pages are named by day; the last one says so. */
const days = (first: number): Paginator => ({
  name: 'days',
  start: () => ({ at: first }),
  request: ({ at = first }, configured) => ({ ...configured, params: [...configured.params, ['day', String(at)]] }),
  next: ({ at = first }, page) => (page.value('is_last') === true ? undefined : { at: at + 1 }),
})

async function startDays() {
  return serve(({ path }, outgoing) => {
    const day = Number(new URL(path, 'http://h').searchParams.get('day'))
    outgoing.end(JSON.stringify({ rows: [{ id: day }], is_last: day === 9 }))
  })
}

async function idsOfAll([resource]: ReturnType<typeof restApi>): Promise<readonly unknown[]> {
  const ids: unknown[] = []
  for await (const page of resource?.open(quietContext('sales')) ?? []) {
    ids.push(...idsOf(page))
  }
  return ids
}

const named = (baseUrl: string, paginator: unknown): CustomConfig => ({
  client: { baseUrl },
  resources: [fromSnakeCase({ name: 'sales', endpoint: { path: 'sales', paginator } })],
  customPaginators: { days: ({ first_day: first = 1 }) => days(Number(first)) },
})

describe('a paginator of one’s own', () => {
  test('is taken as a value', async () => {
    const { url } = await startDays()
    const sales = { name: 'sales', endpoint: { paginator: days(7) } }
    expect(await idsOfAll(restApi({ client: { baseUrl: url }, resources: [sales] }))).toEqual([7, 8, 9])
  })

  test('is named in a configuration, with options that stay as they are written', async () => {
    const { url } = await startDays()
    expect(await idsOfAll(restApi(named(url, { type: 'days', first_day: 8 })))).toEqual([8, 9])
    expect(await idsOfAll(restApi(named(url, 'days')))).toHaveLength(9)
  })

  test('of a name that there is not is an error', () => {
    expect(() => restApi(named('http://h', { type: 'dayz' }))).toThrow(
      'resources[0].endpoint.paginator: there is no type dayz',
    )
  })

  test('is gone on with only where its options are the same', () => {
    const [key, same, other] = [8, 8, 9].map(
      (first) => restApi(named('http://h', { type: 'days', first_day: first }))[0]?.resumeKey,
    )
    expect(key).toBe(same)
    expect(key).not.toBe(other)
  })
})
