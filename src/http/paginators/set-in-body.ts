import { ConfigError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'
import type { HttpRequest, RequestBody } from '../request.ts'

/**
 * The request with one value set in its body: in a JSON body by a dotted path, which makes missing objects; in a form the field
 * of that name.
 * @throws ConfigError `paging_body` where the body is a text.
 */
export function setInBody(request: HttpRequest, path: string, value: string | number | boolean): HttpRequest {
  return { ...request, body: bodyWith(request.body, path, value) }
}

function bodyWith(body: RequestBody | undefined, path: string, value: string | number | boolean): RequestBody {
  if (body === undefined) return { json: withValue({}, path.split('.'), value) }
  if ('json' in body) return { json: withValue(body.json, path.split('.'), value) }
  if ('form' in body) return { form: [...body.form.filter(([name]) => name !== path), [path, String(value)]] }
  throw new ConfigError(`the paginator cannot set ${path} in a body that is text`, {
    code: 'paging_body',
    hint: 'give the body as json or as form fields (data: { … })',
  })
}

function withValue(target: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...deeper] = keys
  if (key === undefined) return value
  if (Array.isArray(target) && /^\d+$/.test(key)) {
    return target.map((item, index) => (index === Number(key) ? withValue(item, deeper, value) : item))
  }
  const object = isRecord(target) ? target : {}
  const inner = Object.entries(object).find(([name]) => name === key)?.[1]
  return { ...object, [key]: withValue(inner, deeper, value) }
}
