import { Secret } from '../../config/secret.ts'
import { SourceError } from '../../errors/tolva-error.ts'
import type { HttpRequest, Pairs, RequestBody } from '../../http/request.ts'
import { isPlainObject } from './is-plain-object.ts'
import { joinUrl } from './join-url.ts'
import { CURSOR_PARAM_END, CURSOR_PARAM_START, type RequestPlan } from './resource-plan.ts'
import { expandTemplate, type LookUp, loneExpression, parseTemplate, plainText } from './template.ts'

const DOT_SEGMENT = /^(\.|%2e){1,2}$/i
// Escapes that the value already has stay, as in dlt.
const UNSAFE_IN_SEGMENT = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@%]/gu

/** The first request of a walk: every placeholder replaced, nothing of paging or auth in it. */
export function makeRequest(plan: RequestPlan, lookUp: LookUp): HttpRequest {
  const cursorParams: Pairs = [
    ...cursorParam(plan.startParam, lookUp(CURSOR_PARAM_START)),
    ...cursorParam(plan.endParam, lookUp(CURSOR_PARAM_END)),
  ]
  const own = Object.entries(plan.params).flatMap(([name, value]) => pairsOf(name, value, lookUp))
  const body = bodyOf(plan, lookUp)
  return {
    method: plan.method,
    url: joinUrl(plan.baseUrl, expandPath(plan, lookUp)),
    params: [...own, ...cursorParams],
    headers: headersOf(plan, lookUp),
    ...(body === undefined ? {} : { body }),
  }
}

/** A placeholder that is the whole path may be a URL; else a value can add path segments, but nothing that leaves the path. */
function expandPath(plan: RequestPlan, lookUp: LookUp): string {
  const whole = loneExpression(plan.path)
  if (whole !== undefined) {
    const value = lookUp(whole)
    if (typeof value === 'string' && /^https?:\/\//i.test(value)) return value
  }
  return expandTemplate(plan.path, lookUp, (value, expression) => {
    const segments = plainText(value, expression).toWellFormed().split('/')
    if (segments.join('') !== '' && !segments.some((segment) => DOT_SEGMENT.test(segment))) {
      return segments.map((segment) => segment.replace(UNSAFE_IN_SEGMENT, encodeURIComponent)).join('/')
    }
    throw new SourceError(
      `{${expression}} is ${JSON.stringify(segments.join('/'))} here, which cannot stand in a path`,
      {
        code: 'empty_placeholder',
        hint: 'filter such rows out of the parent (processing_steps)',
        context: { expression },
      },
    )
  })
}

function cursorParam(name: string | undefined, value: unknown): Pairs {
  return name === undefined || value === undefined || value === null ? [] : [[name, plainText(value, name)]]
}

/** Names may hold placeholders as values may. */
function expandName(name: string, lookUp: LookUp): string {
  return expandTemplate(parseTemplate(name), lookUp)
}

/** A list repeats the name; null leaves it out. */
function pairsOf(name: string, value: unknown, lookUp: LookUp): Pairs {
  const expanded = expandValue(value, lookUp)
  const values = Array.isArray(expanded) ? expanded : [expanded]
  const key = expandName(name, lookUp)
  return values.flatMap((item) => (item === undefined || item === null ? [] : [[key, plainText(item, name)] as const]))
}

/** Texts expanded at any depth, in keys too; a text that is one placeholder gives the value itself. */
function expandValue(value: unknown, lookUp: LookUp): unknown {
  if (value instanceof Secret) return value.reveal()
  if (typeof value === 'string') {
    const template = parseTemplate(value)
    const lone = loneExpression(template)
    return lone === undefined ? expandTemplate(template, lookUp) : lookUp(lone)
  }
  if (Array.isArray(value)) return value.map((item) => expandValue(item, lookUp))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [expandName(key, lookUp), expandValue(inner, lookUp)]),
  )
}

function bodyOf(plan: RequestPlan, lookUp: LookUp): RequestBody | undefined {
  const hasJson = plan.json !== undefined && !(isPlainObject(plan.json) && Object.keys(plan.json).length === 0)
  if (hasJson && plan.data !== undefined) {
    throw new SourceError('an endpoint has both json and data', {
      code: 'two_bodies',
      hint: 'keep json for a JSON body, or data for a form',
    })
  }
  if (plan.data === undefined) return plan.json === undefined ? undefined : { json: expandValue(plan.json, lookUp) }
  if (typeof plan.data === 'string') return { text: expandTemplate(parseTemplate(plan.data), lookUp) }
  const fields: readonly (readonly [string, unknown])[] = isPairs(plan.data) ? plan.data : Object.entries(plan.data)
  return { form: fields.flatMap(([name, value]) => pairsOf(name, value, lookUp)) }
}

function isPairs(
  data: Exclude<RequestPlan['data'], string | undefined>,
): data is readonly (readonly [string, unknown])[] {
  return Array.isArray(data)
}

/** The endpoint's headers over the client's, by exact name; null takes one away. Only the endpoint's are expanded. */
function headersOf(plan: RequestPlan, lookUp: LookUp): Readonly<Record<string, string>> {
  const own = Object.entries(plan.headers).map(([name, value]) => [
    expandName(name, lookUp),
    // A placeholder may stand for a number; a number in the configuration is a slip.
    typeof value === 'string' ? textOf(expandValue(value, lookUp), name) : value,
  ])
  const merged = { ...plan.clientHeaders, ...Object.fromEntries(own) }
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, headerText(name, value)]],
    ),
  )
}

function textOf(value: unknown, name: string): string | null {
  return value === null || value === undefined ? null : plainText(value, name)
}

function headerText(name: string, value: unknown): string {
  if (value instanceof Secret) return value.reveal()
  if (typeof value === 'string') return value
  throw new SourceError(`header ${name} is no text`, {
    code: 'invalid_header',
    hint: `put quotes around the value of header ${name}`,
  })
}
