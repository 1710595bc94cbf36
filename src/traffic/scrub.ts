import { looksSecret } from '../http/redact-url.ts'
import { secretForms } from './secret-forms.ts'

export const MASK = '***'

/** Replaces what must not be kept. */
export interface Scrubber {
  text(text: string): string
  /** The text of a body of any kind. */
  body(body: string): string
  url(url: string): string
  /** Names in lower case; credentials and cookies as `***`. */
  headers(headers: Iterable<readonly [string, string]>): Readonly<Record<string, string>>
}

// A token that leads to the next page is no credential, and pages could not be told apart without it.
const PAGE_TOKEN = /(page|next|prev|previous|continuation|cursor|sync|skip|start|starting|marker|delta)[-_]?token$/i
const TOKEN_FIELD =
  /("(?:access_token|refresh_token|id_token|accessToken|refreshToken|idToken|client_secret|clientSecret)"\s*:\s*")(?:[^"\\]|\\.)+(?=")/g
const URL_PARAM = /(^|[?&]|&amp;|\\u0026)([A-Za-z0-9_.\-%[\]]+)=([^&"'\s\\<>#]+)/g
const NUMBER = /^\d+$/

/** True where a name usually stands for a credential. */
export function namesSecret(name: string): boolean {
  return looksSecret(name) && !PAGE_TOKEN.test(name)
}

/** A scrubber for texts that hold these secrets; headers with these names (lower case) are credentials whatever they are called. */
export function createScrubber(secrets: Iterable<string>, secretHeaders: readonly string[] = []): Scrubber {
  const forms = secretForms(secrets)
  // A number that became `***` would break the JSON around it.
  const text = (given: string) =>
    forms.reduce((masked, form) => masked.replaceAll(form, NUMBER.test(form) ? '9'.repeat(form.length) : MASK), given)
  const params = (given: string) =>
    given.replace(URL_PARAM, (whole, before: string, name: string) =>
      namesSecret(decoded(name)) ? `${before}${name}=${MASK}` : whole,
    )
  const url = (given: string) => params(text(given.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')))
  return {
    text,
    url,
    body: (given) => params(text(given)).replace(TOKEN_FIELD, `$1${MASK}`),
    headers: (given) =>
      Object.fromEntries(
        [...given].map(([name, value]) => {
          const lower = name.toLowerCase()
          const isSecret = secretHeaders.includes(lower) || namesSecret(lower)
          return [lower, isSecret ? MASK : url(value)]
        }),
      ),
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
