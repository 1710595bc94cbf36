import type { Answered } from '../../../contracts/answered.ts'
import type { PaginatorConfig } from '../../../http/paginators/registry.ts'
import { withParam } from '../../../http/request.ts'
import { isPlainObject } from '../is-plain-object.ts'
import { comparePages } from './compare-pages.ts'
import { limitParam } from './find-cut.ts'
import { rowsAt } from './rows-at.ts'

/** A parameter that brought another page. */
export interface TriedPaging {
  readonly sent: string
  /** Rows that came. */
  readonly rows: number
  readonly paginator: PaginatorConfig
}

interface Trial {
  readonly name: string
  readonly value: string
  readonly paginator: PaginatorConfig
}

/** Sends the usual parameters for a second page, one after the other, until one brings other rows. Only for GET. */
export async function tryPaging(answer: Answered, selector: string): Promise<TriedPaging | undefined> {
  if (answer.configured.method !== 'GET') return undefined
  const first = rowsAt(answer.response.body, selector)
  for (const { name, value, paginator } of trials(answer, first, selector)) {
    const response = await answer.ask(withParam(answer.configured, name, value)).catch(() => undefined)
    if (response === undefined || response.status >= 400) continue
    const rows = rowsAt(response.body, selector)
    if (comparePages(first, rows) === 'differs') return { sent: `${name}=${value}`, rows: rows.length, paginator }
  }
  return undefined
}

function trials(answer: Answered, first: readonly unknown[], selector: string): readonly Trial[] {
  const last = first.at(-1)
  const id = isPlainObject(last) ? last.id : undefined
  const limit = limitParam(answer)
  const counted = { limit: first.length, ...(limit !== undefined && limit !== 'limit' && { limitParam: limit }) }
  const cursorPath = `${selector === '$' ? '$' : selector}[-1].id`
  const byId = (name: string): readonly Trial[] =>
    typeof id === 'string' || typeof id === 'number'
      ? [{ name, value: String(id), paginator: { type: 'cursor', cursorPath, cursorParam: name } }]
      : []
  return [
    { name: 'page', value: '2', paginator: { type: 'page_number', basePage: 1, totalPath: null } },
    { name: 'offset', value: String(first.length), paginator: { type: 'offset', ...counted, totalPath: null } },
    ...byId('after'),
    ...byId('starting_after'),
    {
      name: 'skip',
      value: String(first.length),
      paginator: { type: 'offset', offsetParam: 'skip', ...counted, totalPath: null },
    },
  ]
}
