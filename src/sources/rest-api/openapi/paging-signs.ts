import type { PaginatorConfig } from '../../../http/paginators/registry.ts'
import type { Field } from './fields-of.ts'
import type { Rows } from './find-rows.ts'
import { jsonPathOf } from './json-path-of.ts'
import { PAGING, pagingName } from './paging-names.ts'
import type { Parameter } from './read-operations.ts'

/** How an endpoint goes on, and the page size that it is asked for where the paginator does not send one. */
export interface Paging {
  readonly paginator: PaginatorConfig | undefined
  readonly params: Readonly<Record<string, number>>
  /** What may be wrong and would not be noticed. */
  readonly doubt: string | undefined
}

/** What the guesses look at. */
export interface Signs {
  readonly query: readonly Parameter[]
  readonly headers: readonly string[]
  /** Of the answer, outside of its rows. */
  readonly fields: readonly Field[]
  readonly rows: Rows
}

/** The key that says whether there is more, and the words for it. */
export function hasMore({ fields }: Signs): {
  readonly option: { readonly hasMorePath?: string }
  readonly text: string
} {
  const field = fields.find(
    ({ keys, facts }) => facts.types.includes('boolean') && PAGING.more.test(pagingName(keys.at(-1) ?? '')),
  )
  if (field === undefined) return { option: {}, text: '' }
  const path = jsonPathOf(field.keys)
  return { option: { hasMorePath: path }, text: `, as long as ${path} is true` }
}
