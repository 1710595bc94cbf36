import type { Answered } from '../../contracts/answered.ts'
import type { IncrementalHandle } from '../../contracts/incremental.ts'
import type { Page } from '../../contracts/page.ts'
import type { ResourceContext } from '../../contracts/resource.ts'
import { rowsOf } from '../../extract/rows-of.ts'
import type { HttpClient } from '../../http/client.ts'
import { checkJsonBody, createPageView } from '../../http/page-view.ts'
import type { PagingState } from '../../http/paginators/paginator.ts'
import { redactSecrets, redactUrl } from '../../http/redact-url.ts'
import type { HttpRequest, HttpResponse } from '../../http/request.ts'
import { sameTrust, withoutCredentials } from '../../http/send-once.ts'
import { parseExact } from '../../values/exact-json.ts'
import { jsonAnswer } from './bodies/json-answer.ts'
import { concealSecrets, revealSecrets } from './conceal-secrets.ts'
import { type ConditionalWalk, conditionalWalk } from './conditional-walk.ts'
import { cursorValue } from './cursor-value.ts'
import { detectSelector } from './detect-selector.ts'
import { checkGraphqlErrors } from './graphql-errors.ts'
import { knownTotal } from './known-total.ts'
import { makeRequest } from './make-request.ts'
import { hashOfRows, pageGuard } from './page-guard.ts'
import { pageRequests } from './page-requests.ts'
import type { ParentValues } from './parent-rows.ts'
import { processRows, withParentValues } from './process-rows.ts'
import { CURSOR_PARAM_END, CURSOR_PARAM_START, type ResourcePlan } from './resource-plan.ts'
import { isIgnored } from './response-action.ts'
import { selectorError, selectRows } from './select-rows.ts'
import type { TellOnce } from './tell-once.ts'
import { watchWalk } from './watch-walk.ts'

/** What all walks of one configuration share. */
export interface WalkSettings {
  readonly client: HttpClient
  /** Texts that must not show in errors. */
  readonly secrets: readonly string[]
  readonly trustedHosts: readonly string[]
  readonly once: TellOnce
}

/** One walk: over all pages of a resource, or over those for one row of its parent. */
export interface Walk {
  readonly plan: ResourcePlan
  readonly settings: WalkSettings
  readonly context: ResourceContext
  /** What `start_param` and `end_param` take. */
  readonly cursorParams: CursorParams
  readonly parent: ParentValues | undefined
  /** Pages that may be asked for side by side. */
  readonly pagesAtOnce: number
}

export interface CursorParams {
  readonly start: unknown
  readonly end: unknown
}

/** Where the cursor stood when the resource, or the page of its parent, was opened: sent with all requests that follow. */
export function cursorParamsOf(plan: ResourcePlan, handle: IncrementalHandle | undefined): CursorParams {
  const then = handle && { ...handle, lastValue: handle.openedAt }
  return { start: cursorValue('last_value', plan, then), end: cursorValue('end_value', plan, then) }
}

const NO_CONTENT = 204

/** How a walk is gone on with. */
interface WalkPosition {
  /** null: there is no further page. */
  readonly next: PagingState | null
  /** What was found on the first page, where none is configured. */
  readonly selector?: string
  /** Hash of the page's rows, where nothing but they would tell that the next page is the same one. */
  readonly rows?: string
  /** How many rows there were in all, as the page said. */
  readonly total?: number
  /** What the first answer is known by, for conditional endpoints. */
  readonly validators?: unknown
}

function readPosition(position: unknown): WalkPosition | undefined {
  if (typeof position !== 'object' || position === null || !('next' in position)) return undefined
  const { next } = position
  const found = 'selector' in position && typeof position.selector === 'string' ? position.selector : undefined
  const rows = 'rows' in position && typeof position.rows === 'string' ? position.rows : undefined
  return {
    next: isPagingState(next) ? next : null,
    ...(found !== undefined && { selector: found }),
    ...(rows !== undefined && { rows }),
    ...('total' in position && typeof position.total === 'number' && { total: position.total }),
    ...('validators' in position && { validators: position.validators }),
  }
}

/** Paginators made it; what they kept is theirs. */
function isPagingState(value: unknown): value is PagingState {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Requests page after page, some of them ahead. The state behind a page is known before the page is given out: it is the page's
 * `position`.
 */
export async function* walkPages(walk: Walk): AsyncIterable<Page<unknown>> {
  const { plan, settings, context } = walk
  const { paginator } = plan
  const configured = makeRequest(plan.request, (expression) => lookUp(walk, expression))
  const secrets = () => [...settings.secrets, ...(plan.auth?.secrets() ?? [])]
  const url = redactSecrets(redactUrl(configured.url), secrets())
  const requests = pageRequests(
    (state, dropped) => ask(walk, { configured, state, dropped, ...(state === first && { condition }) }),
    walk.pagesAtOnce,
  )
  const told = walk.parent?.told ?? {}
  const origin = Object.keys(told).length === 0 ? {} : { origin: told }
  const from = readPosition(revealSecrets(context.resumeFrom, secrets()))
  const isWhole = from === undefined
  const guard = pageGuard({ resource: plan.name, paginator, url, lastRows: from?.rows })
  const watch = watchWalk({ context, paginator, configured, isWhole, once: settings.once })
  const condition = conditionalWalk({
    plan,
    configured,
    context,
    bound: walk.parent?.bound,
    from: from?.validators,
    onSeveralPages: () => settings.once(context, 'conditional', () => context.warn?.(severalPages(plan.name))),
  })
  let selector = plan.selector ?? from?.selector
  let total = from?.total
  const first = isWhole ? paginator.start() : undefined
  let state: PagingState | undefined = isWhole ? first : (from.next ?? undefined)
  try {
    for (let isFirst = isWhole; state !== undefined; isFirst = false) {
      guard.check(state)
      const { request, response: answer, trusted } = await requests.take(state)
      if (condition?.isUnchanged(answer)) {
        context.onUnchanged?.()
        return
      }
      if (isIgnored(answer, plan.actions)) return
      if (answer.status === NO_CONTENT) break
      const response = await jsonAnswer(answer, plan.format, { ...plan.rows, secrets: secrets() })
      // Of a failure it was told when that came in.
      context.onAnswer?.(answered(walk, { configured, request, response, state, trusted }))
      const json = checkJsonBody(response, secrets())
      checkGraphqlErrors(request, response, { json, secrets: secrets() })
      selector ??= selectorText(detectSelector(parseExact(response.body)))
      const selected = selectRows(json, selector)
      if (selected === undefined && isFirst && plan.selectorRequired) {
        throw selectorError(response.body, selector, plan.name)
      }
      const rows = selected?.bytes
      const view = createPageView(response, selected?.count ?? (() => 0), { json, rows })
      const isKnown = paginator.isKnown?.(state, view) === true
      const known = knownTotal(json, paginator.totalItemsPath)
      const hasMoved = total !== undefined && known?.rows !== total
      total = known?.rows
      if (!isKnown && guard.isRepeat({ rows: rows ?? response.body, rowCount: view.rowCount, hasMoved })) break
      const next = paginator.next(state, view)
      if (next !== undefined && walk.pagesAtOnce > 1) {
        // Rows that came in between have moved the others: pages that were answered before would not fit behind this one.
        if (hasMoved) requests.plan([])
        requests.plan(paginator.ahead?.(state, view, walk.pagesAtOnce) ?? [next])
      }
      if (!isKnown) watch.see({ view, total: known, isList: selected?.isList === true }, next)
      const page = selected === undefined || isKnown ? undefined : finishPage(selected.page, walk)
      if (isFirst) condition?.see(answer, next)
      const position: WalkPosition = {
        next: next ?? null,
        ...(plan.selector === undefined && { selector }),
        ...(isCounted(next) && { rows: hashOfRows(rows ?? response.body), ...(total !== undefined && { total }) }),
        ...condition?.position(),
      }
      if (page !== undefined) yield { ...page, ...origin, position: concealSecrets(position, secrets()) }
      state = next
    }
    watch.end()
    condition?.keep()
  } finally {
    await requests.close()
  }
}

/** A link or a cursor that leads back is seen; a number only ever grows. */
function isCounted(next: PagingState | undefined): boolean {
  return (next?.at ?? next?.detected?.state.at) !== undefined
}

function severalPages(resource: string): string {
  return (
    `Resource ${resource} is conditional, but has several pages: its first one says nothing of the others, so all are read. ` +
    'Set conditional: first_page if it changes whenever any page does, else take it out.'
  )
}

interface Asked {
  readonly request: HttpRequest
  readonly response: HttpResponse
  /** Credentials were sent with it. */
  readonly trusted: boolean
}

async function ask(
  walk: Walk,
  {
    configured,
    state,
    dropped,
    condition,
  }: {
    readonly configured: HttpRequest
    readonly state: PagingState
    readonly dropped: AbortSignal | undefined
    readonly condition?: ConditionalWalk | undefined
  },
): Promise<Asked> {
  const { plan, settings, context } = walk
  const plain = plan.paginator.request(state, configured)
  const request = condition?.ask(plain) ?? plain
  const trusted = isTrusted(request, configured, walk)
  const droppable = dropped && { ...context, signal: AbortSignal.any([context.signal, dropped]) }
  const response = await settings.client.send(trusted ? request : withoutSecrets(request, plan), droppable ?? context, {
    ...(plan.auth !== undefined && trusted ? { auth: plan.auth } : {}),
    window: plan.window,
    secrets: settings.secrets,
    isFinal(answer) {
      context.onAnswer?.(answered(walk, { configured, request, response: answer, state, trusted }))
      return isIgnored(answer, plan.actions)
    },
  })
  return { request, response, trusted }
}

/** What those are told who look at a source instead of loading it. */
function answered(
  { plan, settings, context }: Walk,
  seen: Pick<Answered, 'configured' | 'request' | 'response' | 'state'> & { readonly trusted: boolean },
): Answered {
  const { trusted, ...answer } = seen
  return {
    ...answer,
    resource: plan.name,
    auth: trusted ? plan.auth : undefined,
    paginator: plan.paginator,
    selector: plan.selector,
    ask: (request, { withoutAuth = false } = {}) =>
      settings.client.send(withoutAuth ? withoutSecrets(request, plan) : request, context, {
        ...(plan.auth !== undefined && !withoutAuth && trusted ? { auth: plan.auth } : {}),
        window: plan.window,
        secrets: settings.secrets,
        isFinal: () => true,
      }),
  }
}

/** A value of the parent's row or of the cursor. */
function lookUp({ plan, context, cursorParams, parent }: Walk, expression: string): unknown {
  if (expression === CURSOR_PARAM_START) return cursorParams.start
  if (expression === CURSOR_PARAM_END) return cursorParams.end
  if (expression.startsWith('incremental.'))
    return cursorValue(expression.slice('incremental.'.length), plan, context.incremental)
  return parent?.bound.get(expression)
}

/** Bytes pass; what must be looked at row by row is parsed here. undefined: no row is left. */
function finishPage(page: Page<unknown>, { plan, parent }: Walk): Page<unknown> | undefined {
  const includes = plan.needs.some(({ use }) => use === 'included')
  if (!includes && plan.steps.length === 0) return page
  const rows = rowsOf(page)
  const included = includes ? withParentValues(rows, parent?.included ?? {}, plan.name) : rows
  const processed = processRows(included, plan.steps)
  return processed.length === 0 && rows.length > 0 ? undefined : { rows: processed }
}

function selectorText(keys: readonly string[]): string {
  return `$${keys.map((key) => `[${JSON.stringify(key)}]`).join('')}`
}

/** Credentials go to the hosts that the configuration names, never to one that only an answer names. */
function isTrusted(request: HttpRequest, configured: HttpRequest, { plan, settings, parent }: Walk): boolean {
  const target = new URL(request.url)
  if (settings.trustedHosts.includes(target.hostname) || settings.trustedHosts.includes(target.host)) return true
  const named = [plan.request.baseUrl, ...(isLiteralUrl(plan) || parent === undefined ? [configured.url] : [])]
  return named.some((url) => URL.canParse(url) && sameTrust(new URL(url), target))
}

function isLiteralUrl({ request }: ResourcePlan): boolean {
  const [head] = request.path
  return head !== undefined && 'text' in head
}

function withoutSecrets(request: HttpRequest, plan: ResourcePlan): HttpRequest {
  return { ...request, headers: withoutCredentials(request.headers, plan.auth?.headerNames ?? []) }
}
