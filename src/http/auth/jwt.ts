import { createPrivateKey, createSign, type KeyObject } from 'node:crypto'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Auth, AuthIo } from './auth.ts'
import { revealed, type SecretText } from './secret-text.ts'
import { tokenAuth } from './token-auth.ts'
import { requestToken } from './token-request.ts'

export interface JwtConfig {
  /** Who asks: of a service account its e-mail address. */
  readonly clientId: SecretText
  /** RSA key as PEM text. */
  readonly privateKey: SecretText
  /** What the key is encrypted with. */
  readonly privateKeyPassphrase?: SecretText
  /** URL of the token server, and the audience of what is signed. */
  readonly authEndpoint: string
  /** One text with blanks, or a list. */
  readonly scopes?: string | readonly string[]
  /** Sent with the token request. */
  readonly headers?: Readonly<Record<string, SecretText>>
  /** Seconds that a token without `expires_in` is used; 3600 by default. */
  readonly defaultTokenExpiration?: number
}

const LIFETIME_SECONDS = 3600

/**
 * The auth of service accounts: an assertion signed with a private key (RS256, RFC 7523) is exchanged for a bearer token.
 * @throws ConfigError `invalid_private_key`.
 */
export function jwtAuth(config: JwtConfig): Auth {
  const { authEndpoint, scopes, headers = {}, defaultTokenExpiration = 3600 } = config
  const clientId = revealed(config.clientId)
  const key = readKey(config)
  const scope = typeof scopes === 'string' || scopes === undefined ? scopes : scopes.join(' ')
  const sentHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, revealed(value)]))
  let assertion = ''

  function fetchToken(io: AuthIo) {
    const at = Math.floor(io.now() / 1000)
    assertion = signed(
      {
        iss: clientId,
        sub: clientId,
        aud: authEndpoint,
        exp: at + LIFETIME_SECONDS,
        iat: at,
        ...(scope === undefined ? {} : { scope }),
      },
      key,
    )
    const form = [
      ['grant_type', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
      ['assertion', assertion],
    ] as const
    return requestToken(
      {
        url: authEndpoint,
        form,
        headers: sentHeaders,
        defaultExpiration: defaultTokenExpiration,
        check: 'auth_endpoint, client_id, private_key and scopes of the auth, and the clock of this machine',
      },
      io,
    )
  }
  return tokenAuth({
    fetchToken,
    secrets: () => [revealed(config.privateKey), assertion, ...Object.values(sentHeaders)],
  })
}

function signed(claims: Readonly<Record<string, unknown>>, key: KeyObject): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`
}

function readKey({ privateKey, privateKeyPassphrase }: JwtConfig): KeyObject {
  const passphrase = privateKeyPassphrase && revealed(privateKeyPassphrase)
  const key = parsedKey(revealed(privateKey), passphrase)
  if (key?.asymmetricKeyType === 'rsa') return key
  throw new ConfigError(
    key === undefined
      ? 'the private key of the jwt auth cannot be read'
      : 'the private key of the jwt auth is no RSA key',
    {
      code: 'invalid_private_key',
      hint: 'give an RSA key as PEM text (-----BEGIN … with its line breaks), and private_key_passphrase where it is encrypted',
    },
  )
}

/** The reason of a failure is left out: it may show parts of the key. */
function parsedKey(pem: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    // A key from an environment variable has its line breaks as two characters.
    const key = pem.includes('\n') ? pem : pem.replaceAll('\\n', '\n')
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase })
  } catch {
    return undefined
  }
}
