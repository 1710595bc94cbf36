import { Secret } from '../../config/secret.ts'
import type { EndpointConfig } from './config.ts'
import { isPlainObject } from './is-plain-object.ts'

/** An endpoint in which braces and colons mean themselves: code puts its values in by itself. */
export function literalEndpoint(path: string, endpoint: Omit<EndpointConfig, 'path'>): EndpointConfig {
  const { params, json, data, headers } = endpoint
  return {
    ...endpoint,
    path: literal(path)
      .split('/')
      .map((segment) => (segment.startsWith(':') ? `\\${segment}` : segment))
      .join('/'),
    ...(params !== undefined && { params: literal(params) }),
    ...(json !== undefined && { json: literal(json) }),
    ...(data !== undefined && { data: literal(data) }),
    ...(headers !== undefined && { headers: literal(headers) }),
  }
}

function literal<T>(value: T): T
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('{', '{{').replaceAll('}', '}}')
  if (Array.isArray(value)) return value.map((item) => literal(item))
  if (value instanceof Secret || !isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [literal(key), literal(inner)]))
}
