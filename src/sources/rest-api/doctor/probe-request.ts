import type { Asking } from '../../../contracts/answered.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { type HttpRequest, withParam } from '../../../http/request.ts'
import { joinUrl } from '../join-url.ts'
import type { ProbeOptions } from './probe-endpoint.ts'

const PLACEHOLDER = /\{[^}]*\}|(?<=\/|^):[A-Za-z_]\w*/

/**
 * The declared request, or a GET of another path, with further parameters. It may lead nowhere but to the declared origin.
 * @throws ConfigError `other_origin`, `open_placeholder`.
 */
export function probeRequest(
  { request, configured, baseUrl }: Asking,
  { path, params = {} }: Pick<ProbeOptions, 'path' | 'params'>,
): HttpRequest {
  const placeholder = path === undefined ? undefined : PLACEHOLDER.exec(path)?.[0]
  if (placeholder !== undefined) {
    throw new ConfigError(`${placeholder} in the path ${path} stands for something`, {
      code: 'open_placeholder',
      hint: 'Put a value in its place: users/123.',
    })
  }
  const other: HttpRequest = {
    method: 'GET',
    url: joinUrl(baseUrl, path ?? ''),
    params: [],
    headers: configured.headers,
  }
  const whole = Object.entries(params).reduce(
    (one, [name, value]) => withParam(one, name, value),
    path === undefined ? request : other,
  )
  if (originOf(whole.url) === originOf(baseUrl) && originOf(baseUrl) !== undefined) return whole
  throw new ConfigError(`a probe stays at ${originOf(baseUrl) ?? baseUrl}, the declared base URL`, {
    code: 'other_origin',
    hint: 'Give a path below it. For another host declare a source with its base URL, and its own credentials.',
  })
}

function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, origin, username, password } = new URL(url)
  return /^https?:$/.test(protocol) && username === '' && password === '' ? origin : undefined
}
