import type { Hints, Pipeline } from '../../../index.ts'
import { contents } from '../contents.ts'
import type { Suite } from '../open-suite.ts'

export type Rows = readonly Readonly<Record<string, unknown>>[]

/** Two loads of a table `t` with a nested one: the second changes a row, leaves one out and brings a new one. */
export const FIRST: Rows = [
  { id: 1, v: 'a', items: ['p', 'q'] },
  { id: 2, v: 'b', items: ['r'] },
]
export const SECOND: Rows = [
  { id: 1, v: 'c', items: ['s'] },
  { id: 3, v: 'd', items: ['t'] },
]

/** What a table `t` and its nested one hold, in short. */
export interface Merged {
  /** `id v`, sorted. */
  readonly roots: readonly string[]
  readonly items: readonly string[]
  /** Nested rows whose parent is not there. */
  readonly lost: readonly string[]
}

/** Loads batches one after the other and tells what is there then. */
export async function loadBatches(
  suite: Suite,
  into: { readonly shop: Pipeline; readonly hints: Hints },
  ...batches: readonly Rows[]
): Promise<Merged> {
  const { shop, hints } = into
  for (const rows of batches) await shop.run(suite.resource({ name: 't', ...hints }, rows))
  const found = await contents(shop)
  const roots = await shop.dataset().sql('SELECT id, v FROM t ORDER BY id, v').rows()
  const items = await shop.dataset().sql('SELECT value FROM t__items ORDER BY value').rows()
  return {
    roots: roots.map((row) => `${row.id} ${row.v}`),
    items: items.map((row) => String(row.value)),
    lost: found.t__items?.filter((row) => row.includes('nothing')) ?? [],
  }
}
