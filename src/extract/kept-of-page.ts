import type { Page } from '../contracts/page.ts'

/** What a page keeps whatever becomes of its rows. */
export function keptOfPage({
  table,
  position,
  materialize,
  origin,
}: Page<unknown>): Pick<Page<unknown>, 'table' | 'position' | 'materialize' | 'origin'> {
  return {
    ...(table === undefined ? {} : { table }),
    ...(position === undefined ? {} : { position }),
    ...(materialize === undefined ? {} : { materialize }),
    ...(origin === undefined ? {} : { origin }),
  }
}
