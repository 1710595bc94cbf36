import type { Answered } from '../../../contracts/answered.ts'
import { createPageView } from '../../../http/page-view.ts'
import type { PagingState } from '../../../http/paginators/paginator.ts'
import { redactSecrets, redactUrl } from '../../../http/redact-url.ts'
import { comparePages } from './compare-pages.ts'
import { documentOf } from './find-rows.ts'
import { findTotal } from './find-total.ts'
import type { PagingFinding } from './report.ts'
import { rowsAt } from './rows-at.ts'

const SHOWN = 80

/** How the pages of a walk hang together: what says that there is a next one, and whether that was another one. */
export function findPaging(answers: readonly Answered[], selector: string): PagingFinding | undefined {
  const [first, second] = answers
  if (first === undefined) return undefined
  const pages = answers.map(({ response }) => rowsAt(response.body, selector))
  const next = nextState(first, pages[0]?.length ?? 0)
  const detected = next?.detected
  const total = findTotal(documentOf(first.response.body), first.response.headers)
  return {
    paginator: detected?.type ?? first.paginator.name,
    found: first.paginator.name === 'auto' ? 'detected' : 'configured',
    evidence: masked(evidenceOf(first, next), first),
    pages: pages.map((rows) => rows.length),
    secondPage: second === undefined ? 'not asked for' : comparePages(pages[0] ?? [], pages[1] ?? []),
    ...(total !== undefined && { total }),
  }
}

/** What the first page leads to; undefined where it is the last, or says it in a way that the paginator cannot read. */
export function nextState({ paginator, state, response }: Answered, rowCount: number): PagingState | undefined {
  try {
    return paginator.next(
      state,
      createPageView(response, () => rowCount),
    )
  } catch {
    return undefined
  }
}

function evidenceOf({ response }: Answered, next: PagingState | undefined): string {
  if (next === undefined) return 'nothing in the answer leads to a further page'
  const { detected } = next
  const state = detected?.state ?? next
  const place = placeOf(detected, response.headers.get('link'))
  if (state.url !== undefined) return `${place ?? 'a link'}: ${shortened(redactUrl(state.url))}`
  if (state.cursor !== undefined) return `${place ?? 'a cursor'}: ${shortened(String(state.cursor))}`
  if (place !== undefined) return place
  return state.at === undefined ? 'the paginator goes on' : `counting: the next page is asked for with ${state.at}`
}

function placeOf(detected: PagingState['detected'], link: string | undefined): string | undefined {
  if (detected?.type === 'header_link') return `header Link (${/rel="?[\w\s]+"?/.exec(link ?? '')?.[0] ?? 'next'})`
  if (detected?.type === 'page_number') return `the number of pages at ${plainPath(detected.path)}`
  return detected?.path === undefined ? undefined : `the body at ${plainPath(detected.path)}`
}

/** `$["paging"]["next"]` → `paging.next`. */
export function plainPath(path = '$'): string {
  return path.replace(/\["([A-Za-z_][\w-]*)"\]/g, '.$1').replace(/^\$\.(?=[^.])/, '')
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

function masked(text: string, { auth }: Answered): string {
  return redactSecrets(text, auth?.secrets() ?? [])
}
