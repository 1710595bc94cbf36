import type { DescribedOperation, DescribedParameter } from './described-operations.ts'
import { isObject, type Json, madeUp, plainSchema, typeOf } from './described-values.ts'

/** One request for a part of a list. */
export interface Asked {
  /** The concrete URL without a query. */
  readonly url: string
  readonly query: URLSearchParams
  /** Values of the path's variables. */
  readonly given: ReadonlyMap<string, string>
}

export interface DescribedPage {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  /** Rows of the whole list; 1 for an object. */
  readonly total: number
  readonly problem?: string
}

/** What a server makes of the size that it is asked for: it may give less, except where the client counts rows. */
const SERVED = 2
const ROWS = 5
/** Where links lead on, where no documented parameter does. */
export const HIDDEN = 'x_at'

/** The part of the answer that a request asks for, in the way that the parameters of the operation say. */
export function describedPage(root: Json, operation: DescribedOperation, asked: Asked): DescribedPage {
  const schema = plainSchema(root, operation.schema)
  const paging = pagingOf(root, operation, schema)
  const size = paging?.kind === 'offset' ? sizeAsked(paging.size, asked) : SERVED
  if (typeof size === 'string') return { body: {}, headers: {}, total: 0, problem: size }
  const total = paging === undefined ? SERVED : paging.kind === 'offset' ? 2 * size + 1 : ROWS
  const from = paging === undefined ? 0 : startOf(paging, asked, size)
  if (from < 0 || !Number.isInteger(from / size)) return { body: {}, headers: {}, total: 0, problem: 'no such page' }
  const until = paging === undefined ? total : Math.min(total, from + size)
  const next = until < total ? until : undefined
  const rowsOf = (node: unknown) =>
    Array.from({ length: Math.max(0, until - from) }, (_, index) =>
      madeUp(root, node, { name: 'row', n: from + index + 1, given: asked.given }),
    )
  const headers: Readonly<Record<string, string>> =
    next !== undefined && paging?.kind === 'link header' ? { link: `<${linkTo(paging, asked, next)}>; rel="next"` } : {}
  if (typeOf(schema) === 'array') return { body: rowsOf(schema.items), headers, total }
  const whole = madeUp(root, schema, { name: 'row', n: 1, given: asked.given })
  if (!isObject(whole) || !hasLists(root, schema)) return { body: whole, headers, total: 1 }
  const facts = { total, size, from, next, paging, asked }
  return { body: filled(root, { whole, schema, rowsOf, facts }, 0), headers, total }
}

type Paging =
  | { readonly kind: 'link header'; readonly param: string }
  | { readonly kind: 'link' }
  | { readonly kind: 'cursor'; readonly param: string }
  | { readonly kind: 'offset'; readonly param: string; readonly size: DescribedParameter }
  | { readonly kind: 'page'; readonly param: string; readonly base: number }

interface Facts {
  readonly total: number
  readonly size: number
  readonly from: number
  readonly next: number | undefined
  readonly paging: Paging | undefined
  readonly asked: Asked
}

/** How this operation pages, read off its parameters, headers and keys. */
function pagingOf(root: Json, { parameters, headers }: DescribedOperation, schema: Json): Paging | undefined {
  const query = parameters.filter((one) => one.in === 'query')
  const named = (...names: readonly string[]) => query.find(({ name }) => names.includes(name))
  const page = named('page', 'pageNumber')
  const size = named('limit', 'per_page', 'pageSize')
  const cursor = named('continue', 'cursor', 'after', 'since')
  if (headers.includes('link')) return { kind: 'link header', param: page?.name ?? HIDDEN }
  if (query.some(({ description }) => /link header/i.test(description))) return { kind: 'link header', param: HIDDEN }
  const keys = allKeys(root, schema, 0)
  if (keys.has('next')) return { kind: 'link' }
  if (cursor !== undefined && (keys.has(cursor.name) || keys.has('next_cursor')))
    return { kind: 'cursor', param: cursor.name }
  const offset = named('offset', 'start')
  if (offset !== undefined && size !== undefined) return { kind: 'offset', param: offset.name, size }
  if (page === undefined) return undefined
  const base = page.schema.default ?? page.schema.minimum ?? (/zero-based/i.test(page.description) ? 0 : 1)
  return { kind: 'page', param: page.name, base: Number(base) }
}

function sizeAsked({ name, schema }: DescribedParameter, { query }: Asked): number | string {
  const size = Number(query.get(name) ?? schema.default ?? 20)
  return typeof schema.maximum === 'number' && size > schema.maximum ? `${name} is at most ${schema.maximum}` : size
}

function startOf(paging: Paging, { query }: Asked, size: number): number {
  if (paging.kind === 'link') return Number(query.get(HIDDEN) ?? 0)
  const value = query.get(paging.param)
  if (paging.kind === 'page') return (Number(value ?? paging.base) - paging.base) * size
  if (paging.kind === 'link header' && paging.param !== HIDDEN) return (Number(value ?? 1) - 1) * size
  if (paging.kind === 'cursor') return Number((value ?? 'at-0').slice(3))
  return Number(value ?? 0)
}

function linkTo(paging: Paging, { url, query }: Asked, next: number): string {
  const params = new URLSearchParams(query)
  if (paging.kind === 'link header' && paging.param !== HIDDEN) params.set(paging.param, String(next / SERVED + 1))
  else params.set(HIDDEN, String(next))
  return `${url}?${params}`
}

const hasLists = (root: Json, schema: Json) => allTypes(root, schema, 0).includes('array')

function allTypes(root: Json, schema: Json, depth: number): readonly string[] {
  if (depth > 1) return []
  return propertiesOf(root, schema).flatMap(([, inner]) => [
    typeOf(inner),
    ...(typeOf(inner) === 'object' ? allTypes(root, inner, depth + 1) : []),
  ])
}

function allKeys(root: Json, schema: Json, depth: number): ReadonlySet<string> {
  if (depth > 2 || typeOf(schema) === 'array') return new Set()
  return new Set(propertiesOf(root, schema).flatMap(([name, inner]) => [name, ...allKeys(root, inner, depth + 1)]))
}

function propertiesOf(root: Json, schema: Json): readonly (readonly [string, Json])[] {
  return Object.entries(isObject(schema.properties) ? schema.properties : {}).map(([name, inner]) => [
    name,
    plainSchema(root, inner),
  ])
}

/** An object around lists: every list is this page's part, and the keys that tell of paging tell the truth. */
function filled(
  root: Json,
  around: {
    readonly whole: Json
    readonly schema: Json
    readonly rowsOf: (node: unknown) => unknown[]
    readonly facts: Facts
  },
  depth: number,
): Json {
  const { whole, schema, rowsOf, facts } = around
  const entries = propertiesOf(root, schema).map(([name, inner]): [string, unknown] => {
    const type = typeOf(inner)
    if (type === 'array') return [name, rowsOf(inner.items)]
    const value = whole[name]
    if (type === 'object' && isObject(value) && depth < 2)
      return [name, filled(root, { ...around, whole: value, schema: inner }, depth + 1)]
    return [name, told(name, type, value, facts)]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function told(name: string, type: string, value: unknown, { total, size, next, paging, asked }: Facts): unknown {
  if (type === 'integer' || type === 'number') {
    if (/^(total|total_?count|total_?elements)$/i.test(name)) return total
    return /^total_?pages$/i.test(name) ? Math.ceil(total / size) : value
  }
  if (type === 'boolean' && /^has_?(more|next(_?page)?)$/i.test(name)) return next !== undefined
  if (paging?.kind === 'link' && name === 'next') return next === undefined ? undefined : linkTo(paging, asked, next)
  if (paging?.kind === 'cursor' && (name === paging.param || name === 'next_cursor'))
    return next === undefined ? '' : `at-${next}`
  return value
}
