import type { Answered, Asking } from '../../contracts/answered.ts'
import type { PagingState } from '../../http/paginators/paginator.ts'
import type { HttpRequest, HttpResponse } from '../../http/request.ts'
import { sameTrust, withoutCredentials } from '../../http/send-once.ts'
import type { ConditionalWalk } from './conditional-walk.ts'
import { namingSecretKeys } from './name-secret-keys.ts'
import type { ResourcePlan } from './resource-plan.ts'
import { isIgnored } from './response-action.ts'
import type { Walk } from './walk.ts'

/** An answer to a request for a page. */
export interface Asked {
  readonly request: HttpRequest
  readonly response: HttpResponse
  /** Credentials were sent with it. */
  readonly trusted: boolean
}

/** Sends the request for a state; credentials go along only where they may. */
export async function askPage(
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
  const sent = trusted ? request : withoutSecrets(request, plan)
  const response = await namingSecretKeys(trusted ? settings.secretKeys : [], () =>
    settings.client.send(sent, droppable ?? context, {
      ...(plan.auth !== undefined && trusted ? { auth: plan.auth } : {}),
      window: plan.window,
      secrets: settings.secrets,
      isFinal(answer) {
        context.onAnswer?.(answered(walk, { configured, request, response: answer, state, trusted }))
        return isIgnored(answer, plan.actions)
      },
    }),
  )
  return { request, response, trusted }
}

type Seen = Pick<Answered, 'configured' | 'request' | 'state'> & { readonly trusted: boolean }

/** What those are told who look at a source instead of loading it. */
export function answered(walk: Walk, { response, ...seen }: Seen & Pick<Answered, 'response'>): Answered {
  return { ...asker(walk, seen), response }
}

function asker({ plan, settings, context }: Walk, { trusted, ...seen }: Seen): Omit<Answered, 'response'> {
  return {
    ...seen,
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

/** What a walk would begin with. */
export function askingOf(walk: Walk, configured: HttpRequest): Asking {
  const { paginator, request } = walk.plan
  const state = paginator.start()
  const first = paginator.request(state, configured)
  const trusted = isTrusted(first, configured, walk)
  return { ...asker(walk, { configured, request: first, state, trusted }), baseUrl: request.baseUrl }
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
