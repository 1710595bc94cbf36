import { Secret } from '../../config/secret.ts'
import { encodeQuery } from '../encode-query.ts'
import type { Auth, AuthIo } from './auth.ts'
import { revealed, type SecretText } from './secret-text.ts'
import { tokenAuth } from './token-auth.ts'
import { type GrantedToken, isRefusal, requestToken } from './token-request.ts'

export interface OAuth2ClientCredentialsConfig {
  /** Where tokens are fetched. */
  readonly accessTokenUrl: string
  /** Who asks. */
  readonly clientId: SecretText
  /** The secret that belongs to `clientId`. */
  readonly clientSecret: SecretText
  /** Where id and secret stand in the token request: `body` (fields of the form) by default, `basic` in the header. */
  readonly clientAuth?: 'body' | 'basic'
  /** Further form fields of the token request (`scope`, `audience`); they may override the others. */
  readonly accessTokenRequestData?: Readonly<Record<string, unknown>>
  /** Seconds that a token without `expires_in` is used; 3600 by default. */
  readonly defaultTokenExpiration?: number
  /** A token to begin with. */
  readonly accessToken?: SecretText
  /** A refresh token to begin with: tokens are then those of the user who granted it, never the client's own. */
  readonly refreshToken?: SecretText
}

const CHECK = 'access_token_url, client_id, client_secret, client_auth and access_token_request_data of the auth'

/**
 * Fetches a bearer token by client id and secret, or by the refresh token that came with the last one; fetches the next one
 * shortly before it expires, or when the API refuses it.
 */
export function oauth2ClientCredentialsAuth(config: OAuth2ClientCredentialsConfig): Auth {
  const { accessTokenUrl, accessTokenRequestData = {}, defaultTokenExpiration = 3600 } = config
  const client = { id: revealed(config.clientId), secret: revealed(config.clientSecret) }
  const basic = basicOf(client)
  const given = config.refreshToken && revealed(config.refreshToken)
  let refreshToken = given

  function ask(grant: Readonly<Record<string, unknown>>, io: AuthIo): Promise<GrantedToken> {
    const inBody = config.clientAuth === 'basic' ? {} : { client_id: client.id, client_secret: client.secret }
    return requestToken(
      {
        url: accessTokenUrl,
        form: Object.entries({ ...inBody, ...grant }).map(([key, value]) => [key, fieldText(value)]),
        headers: config.clientAuth === 'basic' ? { Authorization: `Basic ${basic}` } : {},
        defaultExpiration: defaultTokenExpiration,
        check: CHECK,
      },
      io,
    )
  }

  async function fetchToken(io: AuthIo): Promise<GrantedToken> {
    const own = { grant_type: 'client_credentials', ...accessTokenRequestData }
    const token = (await refreshed(io)) ?? (await ask(own, io))
    refreshToken = token.refreshToken ?? refreshToken
    return token
  }

  /** undefined: there is no refresh token, or it is used up, and the client gets a token by itself. */
  async function refreshed(io: AuthIo): Promise<GrantedToken | undefined> {
    if (refreshToken === undefined) return undefined
    try {
      return await ask({ ...accessTokenRequestData, grant_type: 'refresh_token', refresh_token: refreshToken }, io)
    } catch (cause) {
      if (given !== undefined || !isRefusal(cause)) throw cause
      refreshToken = undefined
      return undefined
    }
  }
  return tokenAuth({
    first: config.accessToken && revealed(config.accessToken),
    fetchToken,
    secrets: () => [client.secret, basic, ...(refreshToken === undefined ? [] : [refreshToken])],
  })
}

/** Both parts are form-encoded first, as the standard has it (RFC 6749, 2.3.1). */
function basicOf({ id, secret }: { readonly id: string; readonly secret: string }): string {
  const part = (text: string) => encodeQuery([[text, '']]).slice(0, -1)
  return Buffer.from(`${part(id)}:${part(secret)}`).toString('base64')
}

function fieldText(value: unknown): string {
  return value instanceof Secret ? value.reveal() : String(value)
}
