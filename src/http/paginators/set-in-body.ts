import type { HttpRequest } from '../request.ts'

/** The request with one value set in its JSON body; a dotted path makes missing objects. */
export function setInBody(request: HttpRequest, path: string, value: unknown): HttpRequest {
  const json = request.body !== undefined && 'json' in request.body ? request.body.json : {}
  return { ...request, body: { json: withValue(json, path.split('.'), value) } }
}

function withValue(target: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...deeper] = keys
  if (key === undefined) return value
  const object = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {}
  const inner = Object.entries(object).find(([name]) => name === key)?.[1]
  return { ...object, [key]: withValue(inner, deeper, value) }
}
