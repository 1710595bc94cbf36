import { describe, expect, test } from 'vitest'
import type { ByRow, Resource } from '../contracts/resource.ts'
import { silentLogger } from '../log/logger.ts'
import { defineResource } from './define-resource.ts'
import { extract } from './extract.ts'

const context = {
  signal: new AbortController().signal,
  logger: silentLogger,
  now: () => 0,
  emit: () => {},
  projectDir: '/',
}

interface Choice {
  readonly fetchesAhead?: boolean
  readonly rowOrder?: 'asc'
  readonly parent?: Resource<string, unknown>
  readonly byRow?: ByRow
}

/** Pages with a row each; what is asked for goes to the log. */
function counted(name: string, log: string[], { rowOrder, ...choice }: Choice = {}) {
  return defineResource({
    name,
    ...choice,
    ...(rowOrder && { hints: { incremental: { cursorPath: 'page', rowOrder } } }),
    async *open() {
      for (let page = 1; page <= 3; page += 1) {
        log.push(`ask ${name}${page}`)
        yield { rows: [{ page }] }
      }
    },
  })
}

/** What was asked for while each page was worked on. */
async function read(resources: readonly Resource<string, unknown>[], log: string[]): Promise<string> {
  const states = new Map(resources.map(({ name }) => [name, {}]))
  for await (const { resource } of extract(resources, { context, state: (name) => states.get(name) ?? {} })) {
    log.push(`in ${resource.name}`)
    // What can be asked for without waiting is asked for by now.
    await new Promise(setImmediate)
  }
  return log.join(', ')
}

describe('while a page is worked on', () => {
  test('the next one is asked for, where its resource says that this has no effect', async () => {
    const log: string[] = []
    expect(await read([counted('a', log, { fetchesAhead: true })], log)).toBe(
      'ask a1, ask a2, in a, ask a3, in a, in a',
    )
  })

  test('that is the one of the resource whose turn is next, so requests keep their order', async () => {
    const log: string[] = []
    const both = [counted('a', log, { fetchesAhead: true }), counted('b', log, { fetchesAhead: true })]
    expect(await read(both, log)).toBe(
      'ask a1, ask b1, in a, ask a2, in b, ask b2, in a, ask a3, in b, ask b3, in a, in b',
    )
  })

  test.each([
    ['nothing says so', {}],
    ['the order of rows may end it', { fetchesAhead: true, rowOrder: 'asc' }],
  ] as const)('nothing is asked for where %s', async (_, choice) => {
    const log: string[] = []
    expect(await read([counted('a', log, choice)], log)).toBe('ask a1, in a, ask a2, in a, ask a3, in a')
  })

  test('what depends on it is asked for first', async () => {
    const log: string[] = []
    const parent = counted('a', log, { fetchesAhead: true })
    const child = counted('c', log, { parent })
    expect((await read([parent, child], log)).startsWith('ask a1, in a, ask c1')).toBe(true)
  })

  test('the next one is asked for before what depends on it, where that is read side by side', async () => {
    const log: string[] = []
    const parent = counted('a', log, { fetchesAhead: true })
    const child = counted('c', log, { parent, byRow: { parallel: 2, keyOf: () => 'a' } })
    expect((await read([parent, child], log)).startsWith('ask a1, ask a2, in a, ask c1')).toBe(true)
  })
})
