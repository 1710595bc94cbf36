import type { Page } from '../../../contracts/page.ts'
import type { Resource } from '../../../contracts/resource.ts'
import { TolvaError } from '../../../errors/tolva-error.ts'
import { advise } from './advise.ts'
import { findAuth } from './find-auth.ts'
import { findCursors } from './find-cursors.ts'
import { findCut } from './find-cut.ts'
import { findKeys } from './find-keys.ts'
import { findLimits } from './find-limits.ts'
import { findPaging } from './find-paging.ts'
import { findRows } from './find-rows.ts'
import type { Probe } from './probe-resource.ts'
import type { AuthFinding, CheckedTable, PagingFinding, ResourceCheck, RowsFinding } from './report.ts'
import { type TriedPaging, tryPaging } from './try-paging.ts'

/** Names and types of the tables that rows of a resource would become. */
export type PlanTables = (
  resource: Resource<string, unknown>,
  pages: readonly Page<unknown>[],
) => Promise<readonly CheckedTable[]>

/** Puts together what the first pages of a resource show; asks the API for what they leave open. */
export async function checkResource(
  resource: Resource<string, unknown>,
  probe: Probe,
  planTables: PlanTables | undefined,
): Promise<ResourceCheck> {
  const { answers, refused, requests, error, pages } = probe
  const [first] = answers
  const auth = await authOf(first ?? refused)
  const rows = first && findRows(first)
  const paging = rows && findPaging(answers, rows.selector)
  const cut = first && paging && findCut(first, paging)
  const isStuck = paging?.secondPage === 'same'
  const tried = first && rows && (cut !== undefined || isStuck) ? await tryPaging(first, rows.selector) : undefined
  const loaded = isStuck ? probe.rows.slice(0, paging.pages[0]) : probe.rows
  const keys = findKeys(loaded, resource.name)
  const planned = await tablesOf(resource, pages, planTables)
  const problems = [...problemsOf({ auth, rows, paging, tried, cut, error }), ...planned.problems]
  const advice = advise({ resource, first, last: answers.at(-1), rows, paging, tried, keys })
  return {
    resource: resource.name,
    ...(resource.parent && { parent: resource.parent.name }),
    ok: problems.length === 0,
    requests,
    ...(error !== undefined && { error: errorData(error) }),
    ...(auth && { auth }),
    ...(rows && { rows }),
    ...(paging && { paging }),
    keys,
    cursors: findCursors(loaded),
    rateLimit: findLimits((first ?? refused)?.response.headers ?? new Map()),
    tables: planned.tables,
    problems,
    notes: notesOf({ auth, rows, paging, tried, cut, requests }),
    ...(advice && { advice }),
  }
}

/** What a run would make of the pages; that it could not is a problem as well. */
async function tablesOf(
  resource: Resource<string, unknown>,
  pages: readonly Page<unknown>[],
  planTables: PlanTables | undefined,
): Promise<{ readonly tables: readonly CheckedTable[]; readonly problems: readonly string[] }> {
  if (planTables === undefined || pages.length === 0) return { tables: [], problems: [] }
  try {
    return { tables: await planTables(resource, pages), problems: [] }
  } catch (error) {
    if (!(error instanceof TolvaError)) throw error
    return { tables: [], problems: [`these rows cannot be loaded: ${error.message}`] }
  }
}

async function authOf(answer: Probe['refused']): Promise<AuthFinding | undefined> {
  return answer && findAuth(answer)
}

interface Findings {
  readonly auth: AuthFinding | undefined
  readonly rows: RowsFinding | undefined
  readonly paging: PagingFinding | undefined
  readonly tried: TriedPaging | undefined
  readonly cut: ReturnType<typeof findCut>
}

function problemsOf({ rows, paging, tried, cut, error }: Findings & { readonly error: unknown }): readonly string[] {
  const found: string[] = []
  const isStuck = paging?.secondPage === 'same'
  // That the walk stopped there is told below, with what would move it.
  const isTold = isStuck && error instanceof TolvaError && error.code.startsWith('paging_')
  if (error !== undefined && !isTold) found.push(error instanceof Error ? error.message : String(error))
  if (isStuck) {
    const instead = tried === undefined ? '' : `; ${tried.sent} brings other rows`
    found.push(`the second page is the first one again: the API passes over what ${paging.paginator} sends${instead}`)
  }
  if (rows !== undefined && cut !== undefined && (cut.certain || tried !== undefined)) {
    const way =
      tried === undefined ? 'none of the usual parameters brings more' : `${tried.sent} brings ${tried.rows} other rows`
    found.push(`a run would load the first page only: ${cut.why}; ${way}`)
  }
  return found
}

function notesOf({
  auth,
  rows,
  paging,
  tried,
  cut,
  requests,
}: Findings & Pick<ResourceCheck, 'requests'>): readonly string[] {
  const found: string[] = []
  if (auth?.withoutStatus !== undefined && auth.withoutStatus < 400 && auth.status < 400) {
    found.push('it answers without credentials as well')
  }
  if (cut !== undefined && !cut.certain && tried === undefined) {
    found.push(`there may be more than this page: ${cut.why}; none of the usual parameters brings other rows`)
  }
  if (rows?.beside !== undefined) {
    found.push(
      `rows were taken from the list ${rows.selector}, beside which stand ${rows.beside.join(', ')}: if the whole answer is the row, its selector is $`,
    )
  }
  if (rows?.count === 0) found.push('the first page has no rows, so keys, cursors and tables cannot be told')
  if (paging?.secondPage === 'overlaps') {
    found.push('some rows of the first page come again on the second: a primary key with merge keeps one of each')
  }
  const tries = requests.filter(({ status }) => status === 429 || status >= 500)
  if (tries.length > 0)
    found.push(`${tries.length} answer(s) had to be waited for: ${tries.map(({ status }) => status).join(', ')}`)
  return found
}

function errorData(error: unknown): NonNullable<ResourceCheck['error']> {
  if (!(error instanceof Error)) return { code: 'unknown', message: String(error) }
  if (!(error instanceof TolvaError)) return { code: 'unknown', message: error.message }
  return { code: error.code, message: error.message, ...(error.hint !== undefined && { hint: error.hint }) }
}
