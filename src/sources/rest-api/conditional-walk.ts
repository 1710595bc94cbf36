import { createHash } from 'node:crypto'
import type { ResourceContext } from '../../contracts/resource.ts'
import { CONDITIONAL } from '../../extract/resume/own-state.ts'
import type { PagingState } from '../../http/paginators/paginator.ts'
import { looksSecret } from '../../http/redact-url.ts'
import { type HttpRequest, type HttpResponse, withHeader } from '../../http/request.ts'
import { isPlainObject } from './is-plain-object.ts'
import type { ResourcePlan } from './resource-plan.ts'
import { resumeKeyOf } from './resume-key.ts'

/** What an answer is known by, and the request that it was given to. */
export interface Validators {
  readonly request: string
  readonly etag?: string
  readonly lastModified?: string
}

/** A walk whose first request asks whether anything has changed since the last whole walk. */
export interface ConditionalWalk {
  /** The first request, with what the last whole walk left. */
  ask(request: HttpRequest): HttpRequest
  /** The server says that nothing has changed. */
  isUnchanged(response: HttpResponse): boolean
  /** The first page is here. @param next The state behind it. */
  see(response: HttpResponse, next: PagingState | undefined): void
  /** What a walk that is gone on with needs to end this one: for positions of pages. */
  position(): { readonly validators?: Validators }
  /** The walk came to its end: the next run may ask. Before that it must not, or rows that were never read would be passed over. */
  keep(): void
}

export interface ConditionalOptions {
  readonly plan: ResourcePlan
  readonly configured: HttpRequest
  readonly context: ResourceContext
  /** The row of the parent that the walk is for; undefined: there is none. */
  readonly bound: ReadonlyMap<string, unknown> | undefined
  /** Of the position that the walk is gone on from. */
  readonly from: unknown
  /** Told where the walk has several pages and so cannot be known by its first one. */
  readonly onSeveralPages: () => void
}

const MOST_KEPT = 10_000

/** @returns undefined: the endpoint is not conditional. */
export function conditionalWalk(options: ConditionalOptions): ConditionalWalk | undefined {
  const { plan, configured, context, bound, onSeveralPages } = options
  if (plan.conditional === false) return undefined
  const row = bound === undefined ? '' : digest([...bound])
  const request = digest([resumeKeyOf(plan), { ...configured, headers: plainHeaders(configured.headers) }])
  let asked = false
  let seen = readValidators(options.from, request)

  function write(validators: Validators | undefined): void {
    const { [row]: _, ...others } = bound === undefined ? {} : entriesOf(context.state)
    if (validators !== undefined && Object.keys(others).length < MOST_KEPT) {
      context.state[CONDITIONAL] = { ...others, [row]: validators }
    } else if (Object.keys(others).length > 0) context.state[CONDITIONAL] = others
    else delete context.state[CONDITIONAL]
  }

  return {
    ask(first) {
      const known = readValidators(entriesOf(context.state)[row], request)
      if (known === undefined) return first
      asked = true
      const tagged = known.etag === undefined ? first : withHeader(first, 'If-None-Match', known.etag)
      return known.lastModified === undefined ? tagged : withHeader(tagged, 'If-Modified-Since', known.lastModified)
    },
    isUnchanged: ({ status }) => asked && status === 304,
    see(response, next) {
      const covers = next === undefined || plan.conditional === 'first_page'
      seen = covers ? validatorsOf(response, request) : undefined
      if (!covers) onSeveralPages()
      // Should this walk be cut short (a limit), what an earlier one has read is not what was read last.
      write(undefined)
    },
    position: () => (seen === undefined ? {} : { validators: seen }),
    keep: () => write(seen),
  }
}

function entriesOf(state: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = state[CONDITIONAL]
  return isPlainObject(entries) ? entries : {}
}

function readValidators(value: unknown, request: string): Validators | undefined {
  if (!isPlainObject(value) || value.request !== request) return undefined
  const { etag, lastModified } = value
  return {
    request,
    ...(typeof etag === 'string' && { etag }),
    ...(typeof lastModified === 'string' && { lastModified }),
  }
}

function validatorsOf({ headers }: HttpResponse, request: string): Validators | undefined {
  const etag = headers.get('etag')
  const lastModified = isPast(headers) ? headers.get('last-modified') : undefined
  if (etag === undefined && lastModified === undefined) return undefined
  return { request, ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}

/** What was changed within the second of the answer may change once more in it, and the time would stay the same. */
function isPast(headers: ReadonlyMap<string, string>): boolean {
  const time = (name: string) => Date.parse(headers.get(name) ?? '')
  return time('date') - time('last-modified') >= 1000
}

function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** A new token asks for the same. */
function plainHeaders(headers: HttpRequest['headers']): HttpRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !looksSecret(name)))
}
