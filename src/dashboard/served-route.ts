import type { z } from 'zod'
import { ConfigError } from '../errors/tolva-error.ts'
import type { ApiRoute } from './api/routes.ts'
import type { DashboardScope } from './dashboard-scope.ts'
import { eventStream } from './event-stream.ts'
import { jsonText } from './json-text.ts'

/** One request of a route, before its input is looked at. */
export interface Ask {
  readonly scope: DashboardScope
  /** Of the path, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** What a POST brought; undefined otherwise. */
  readonly body: unknown
  /** Aborted when the client goes away or the server stops. */
  readonly signal: AbortSignal
}

/** A route with what answers it. */
export interface ServedRoute {
  readonly route: ApiRoute
  respond(ask: Ask): Promise<Response>
}

/** A file that a route gives away. */
export interface FileAnswer {
  readonly name: string
  readonly type: string
  readonly body: string | ReadableStream<Uint8Array>
  readonly headers?: Readonly<Record<string, string>>
}

/** Plain data that nobody changes, however deep. */
export type Unchanged<T> = T extends readonly (infer Item)[]
  ? readonly Unchanged<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchanged<T[Key]> }
    : T

/** Answers a route with JSON of its shape. */
export function servedJson<Answer>(
  route: ApiRoute & { readonly answer: z.ZodType<Answer> },
  answer: (ask: Ask) => Promise<Unchanged<Answer>>,
): ServedRoute {
  return {
    route,
    respond: async (ask) =>
      new Response(jsonText(await answer(ask)), { headers: { 'content-type': 'application/json; charset=utf-8' } }),
  }
}

/** Answers a route with server-sent events of its shape, for as long as the client listens. */
export function servedEvents<Event extends { readonly event: string; readonly data: unknown }>(
  route: ApiRoute & { readonly answer: z.ZodType<Event> },
  listen: (ask: Ask) => Promise<AsyncIterable<Unchanged<Event>>>,
): ServedRoute {
  return {
    route,
    respond: async (ask) =>
      new Response(eventStream(await listen(ask), { signal: ask.signal, onError: ask.scope.onError }), {
        headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      }),
  }
}

/** Answers a route with a file to be saved; never shown in place, as it may hold anything. */
export function servedFile(route: ApiRoute, give: (ask: Ask) => Promise<FileAnswer>): ServedRoute {
  return {
    route,
    async respond(ask) {
      const { name, type, body, headers = {} } = await give(ask)
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
      return new Response(body, { headers: { ...headers, 'content-type': type, 'content-disposition': disposition } })
    },
  }
}

/** Hands on what stands behind the `?`, once it has its shape. */
export function withQuery<Query, Answer>(
  shape: z.ZodType<Query>,
  answer: (query: Query, ask: Ask) => Answer,
): (ask: Ask) => Answer {
  return (ask) => answer(shaped(shape, ask.query), ask)
}

/** Hands on what a POST brought, once it has its shape. */
export function withBody<Body, Answer>(
  shape: z.ZodType<Body>,
  answer: (body: Body, ask: Ask) => Answer,
): (ask: Ask) => Answer {
  return (ask) => answer(shaped(shape, ask.body), ask)
}

function shaped<T>(shape: z.ZodType<T>, given: unknown): T {
  const { success, data, error } = shape.safeParse(given)
  if (success) return data
  const [issue] = error.issues
  const where = issue?.path.map(String).join('.') || 'the request'
  throw new ConfigError(`${where}: ${issue?.message ?? 'not what this route takes'}`, {
    code: 'bad_request',
    hint: 'See what the route takes in /api/openapi.json.',
  })
}
