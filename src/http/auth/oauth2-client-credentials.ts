import { SourceError } from '../../errors/tolva-error.ts'
import { redactUrl } from '../redact-url.ts'
import { type HttpResponse, withHeader } from '../request.ts'
import type { Auth, AuthIo } from './auth.ts'
import { revealed, type SecretText } from './secret-text.ts'

export interface OAuth2ClientCredentialsConfig {
  /** Where tokens are fetched. */
  readonly accessTokenUrl: string
  /** Who asks. */
  readonly clientId: SecretText
  /** The secret that belongs to `clientId`. */
  readonly clientSecret: SecretText
  /** Further form fields of the token request; they may override the others. */
  readonly accessTokenRequestData?: Readonly<Record<string, unknown>>
  /** Seconds that a token without `expires_in` is used; 3600 by default. */
  readonly defaultTokenExpiration?: number
  /** A token to begin with. */
  readonly accessToken?: SecretText
}

interface Token {
  readonly text: string
  readonly expiresAt: number
}

/** Fetches a bearer token by client id and secret, shares it between resources, fetches the next one when it expires. */
export function oauth2ClientCredentialsAuth(config: OAuth2ClientCredentialsConfig): Auth {
  const clientSecret = revealed(config.clientSecret)
  let token: Token | undefined =
    config.accessToken === undefined ? undefined : { text: revealed(config.accessToken), expiresAt: Infinity }
  let fetching: Promise<Token> | undefined

  async function currentToken(io: AuthIo): Promise<Token> {
    if (token !== undefined && io.elapsed() < token.expiresAt) return token
    fetching ??= fetchToken(config, io).finally(() => {
      fetching = undefined
    })
    token = await fetching
    return token
  }
  return {
    headerNames: ['authorization'],
    secrets: () => [clientSecret, ...(token === undefined ? [] : [token.text])],
    apply: async (request, io) => withHeader(request, 'Authorization', `Bearer ${(await currentToken(io)).text}`),
  }
}

async function fetchToken(config: OAuth2ClientCredentialsConfig, io: AuthIo): Promise<Token> {
  const fields: Readonly<Record<string, unknown>> = {
    client_id: revealed(config.clientId),
    client_secret: revealed(config.clientSecret),
    grant_type: 'client_credentials',
    ...config.accessTokenRequestData,
  }
  const form = Object.entries(fields).map(([key, value]) => [key, String(value)] as const)
  const askedAt = io.elapsed()
  const response = await io.send({
    method: 'POST',
    url: config.accessTokenUrl,
    params: [],
    headers: {},
    body: { form },
  })
  const { accessToken, expiresIn } = tokenFields(response)
  return { text: accessToken, expiresAt: askedAt + (expiresIn ?? config.defaultTokenExpiration ?? 3600) * 1000 }
}

function tokenFields(response: HttpResponse): { readonly accessToken: string; readonly expiresIn: number | undefined } {
  const answer = parsed(response)
  if (typeof answer === 'object' && answer !== null && 'access_token' in answer) {
    const expiresIn = 'expires_in' in answer ? Number(answer.expires_in) : undefined
    if (typeof answer.access_token === 'string') {
      return { accessToken: answer.access_token, expiresIn: Number.isNaN(expiresIn) ? undefined : expiresIn }
    }
  }
  throw new SourceError('the token server answered without an access_token', {
    code: 'no_access_token',
    hint: 'check access_token_url and access_token_request_data of the auth',
    context: { url: redactUrl(response.url), status: response.status },
  })
}

function parsed(response: HttpResponse): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(response.body))
  } catch {
    return undefined
  }
}
