import type { Page } from '../../contracts/page.ts'
import { rowsOf } from '../../extract/rows-of.ts'
import { validPage } from '../../extract/validate-rows.ts'
import { bracketPath } from '../../http/json-path-text.ts'
import { checkJsonBody, createPageView } from '../../http/page-view.ts'
import type { PagingState } from '../../http/paginators/paginator.ts'
import { redactSecrets, redactUrl } from '../../http/redact-url.ts'
import { parseExact } from '../../values/exact-json.ts'
import { answered, askingOf, askPage } from './ask-page.ts'
import { jsonAnswer } from './bodies/json-answer.ts'
import { concealSecrets, revealSecrets } from './conceal-secrets.ts'
import { conditionalWalk } from './conditional-walk.ts'
import { cursorValue } from './cursor-value.ts'
import { detectSelector } from './detect-selector.ts'
import { errorPage, toldError } from './error-page.ts'
import { checkGraphqlErrors } from './graphql-errors.ts'
import { knownTotal } from './known-total.ts'
import { makeRequest } from './make-request.ts'
import { pageGuard } from './page-guard.ts'
import { pageRequests } from './page-requests.ts'
import { processRows, withParentValues } from './process-rows.ts'
import { CURSOR_PARAM_END, CURSOR_PARAM_START } from './resource-plan.ts'
import { isIgnored } from './response-action.ts'
import { selectorError, selectRows } from './select-rows.ts'
import type { Walk } from './walk.ts'
import { readPosition, type WalkPosition } from './walk-position.ts'
import { watchWalk } from './watch-walk.ts'

/**
 * Requests page after page, some of them ahead. The state behind a page is known before the page is given out: it is the page's
 * `position`.
 */
export async function* walkPages(walk: Walk): AsyncIterable<Page<unknown>> {
  const { plan, settings, context } = walk
  const { paginator } = plan
  const configured = makeRequest(plan.request, (expression) => lookUp(walk, expression))
  if (context.instead !== undefined) {
    await context.instead(askingOf(walk, configured))
    return
  }
  const secrets = () => [...settings.secrets, ...(plan.auth?.secrets() ?? [])]
  const url = () => redactSecrets(redactUrl(configured.url), secrets())
  const requests = pageRequests(
    (state, dropped) => askPage(walk, { configured, state, dropped, ...(state === first && { condition }) }),
    walk.pagesAtOnce,
  )
  const told = walk.parent?.told ?? {}
  const origin = Object.keys(told).length === 0 ? {} : { origin: told }
  const from = readPosition(revealSecrets(context.resumeFrom, secrets()))
  const isWhole = from === undefined
  const guard = pageGuard({ resource: plan.name, paginator, url, lastRows: from?.rows })
  const watch = watchWalk({
    context,
    paginator,
    configured,
    isWhole,
    isDependent: walk.parent !== undefined,
    once: settings.once,
  })
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
      const response = await jsonAnswer(answer, plan.format, { ...plan.rows, selector, secrets: secrets() })
      // Of a failure it was told when that came in.
      context.onAnswer?.(answered(walk, { configured, request, response, state, trusted }))
      const json = checkJsonBody(response, secrets())
      checkGraphqlErrors(request, response, { json, secrets: secrets() })
      selector ??= bracketPath(detectSelector(parseExact(response.body)))
      const selected = selectRows(json, selector)
      if (selected === undefined && plan.selectorRequired) {
        if (isFirst) {
          const told = toldError(json, secrets())
          throw selectorError(response.body, { selector, resource: plan.name, told })
        }
        const told = errorPage(json, { resource: plan.name, selector, secrets: secrets() })
        if (told !== undefined) throw told
      }
      const rows = selected?.bytes
      const view = createPageView(response, selected?.count ?? (() => 0), { json, rows })
      const isKnown = paginator.isKnown?.(state, view) === true
      const known = knownTotal(json, paginator.totalItemsPath)
      const hasMoved = total !== undefined && known?.rows !== total
      total = known?.rows
      if (!isKnown && guard.isRepeat({ rows: rows ?? response.body, view, hasMoved })) break
      const next = paginator.next(state, view)
      if (next !== undefined && walk.pagesAtOnce > 1) {
        // Rows that came in between have moved the others: pages that were answered before would not fit behind this one.
        if (hasMoved) requests.plan([])
        requests.plan(paginator.ahead?.(state, view, walk.pagesAtOnce) ?? [next])
      }
      if (!isKnown) watch.see({ view, total: known, isList: selected?.isList === true }, next)
      const page = selected === undefined || isKnown ? undefined : await finishPage(selected.page, walk)
      if (isFirst) condition?.see(answer, next)
      const position: WalkPosition = {
        next: next ?? null,
        ...(plan.selector === undefined && { selector }),
        ...(isCounted(next) && { rows: view.rowsHash(), ...(total !== undefined && { total }) }),
        ...condition?.position(),
      }
      const readBytes = answer.body.length
      if (page === undefined) context.onLeftOut?.(readBytes)
      else yield { ...page, ...origin, readBytes, position: concealSecrets(position, secrets()) }
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

/** A value of the parent's row or of the cursor. */
function lookUp({ plan, context, cursorParams, parent }: Walk, expression: string): unknown {
  if (expression === CURSOR_PARAM_START) return cursorParams.start
  if (expression === CURSOR_PARAM_END) return cursorParams.end
  if (expression.startsWith('incremental.'))
    return cursorValue(expression.slice('incremental.'.length), plan, context.incremental)
  return parent?.bound.get(expression)
}

/** Bytes pass; what must be looked at row by row is parsed here. undefined: no row is left. */
function finishPage(page: Page<unknown>, walk: Walk): Page<unknown> | undefined | Promise<Page<unknown> | undefined> {
  const { plan, parent, context } = walk
  const includes = plan.needs.some(({ use }) => use === 'included')
  if (!includes && plan.steps.length === 0 && plan.row === undefined) return page
  const rows = rowsOf(page)
  const included = includes ? withParentValues(rows, parent?.included ?? {}, plan.name) : rows
  const finished = (passed: Page<unknown>) => {
    const processed = processRows(rowsOf(passed), plan.steps)
    return processed.length === 0 && rows.length > 0 ? undefined : { rows: processed }
  }
  const checked = { rows: included }
  return plan.row === undefined ? finished(checked) : validPage(checked, plan.row, context).then(finished)
}
