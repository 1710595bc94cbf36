import type { z } from 'zod'
import type { ROUTES } from '../../../src/dashboard/api/routes.ts'
import { PATHS, type RouteName } from './paths.ts'

type Routes = typeof ROUTES

type ParamsIn<Path extends string> = Path extends `${string}:${infer Param}/${infer Rest}`
  ? Param | ParamsIn<Rest>
  : Path extends `${string}:${infer Param}`
    ? Param
    : never

/** What a route answers. */
export type AnswerOf<Name extends RouteName> = Routes[Name] extends { readonly answer: infer Answer extends z.ZodType }
  ? z.output<Answer>
  : never

type QueryOf<Name extends RouteName> = Routes[Name] extends { readonly query: infer Query extends z.ZodType }
  ? z.input<Query>
  : undefined

type BodyOf<Name extends RouteName> = Routes[Name] extends { readonly body: infer Body extends z.ZodType }
  ? z.input<Body>
  : undefined

/** What a route takes: the parameters of its path, its query, its body. */
export interface Call<Name extends RouteName> {
  readonly route: Name
  readonly params?: { readonly [Param in ParamsIn<Routes[Name]['path']>]: string }
  readonly query?: QueryOf<Name>
  readonly body?: BodyOf<Name>
}

/** The address of a call, below the origin of the page. */
export function urlOf<Name extends RouteName>(call: Call<Name>): string {
  const given = new Map<string, unknown>(Object.entries(call.params ?? {}))
  const path = PATHS[call.route].replace(/:(\w+)/g, (_, param: string) =>
    encodeURIComponent(String(given.get(param) ?? '')),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.set(key, String(value))
  }
  return `/api${path}${query.size > 0 ? `?${query}` : ''}`
}
