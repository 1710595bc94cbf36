import { type ApiKeyConfig, apiKeyAuth } from './api-key.ts'
import type { Auth } from './auth.ts'
import { bearerAuth } from './bearer.ts'
import { httpBasicAuth } from './http-basic.ts'
import { type JwtConfig, jwtAuth } from './jwt.ts'
import { type OAuth2ClientCredentialsConfig, oauth2ClientCredentialsAuth } from './oauth2-client-credentials.ts'
import type { SecretText } from './secret-text.ts'

/** `Authorization: Bearer <token>`. */
export interface BearerConfig {
  /** The token itself. */
  readonly token: SecretText
}

/** `Authorization: Basic …`. */
export interface HttpBasicConfig {
  /** User name; some APIs take the key here and leave the password empty. */
  readonly username: SecretText
  /** Password; may be empty. */
  readonly password: SecretText
}

/** The auths that have a name in configuration. */
export type AuthConfig =
  | ({ readonly type: 'bearer' } & BearerConfig)
  | ({ readonly type: 'api_key' } & ApiKeyConfig)
  | ({ readonly type: 'http_basic' } & HttpBasicConfig)
  | ({ readonly type: 'oauth2_client_credentials' } & OAuth2ClientCredentialsConfig)
  | ({ readonly type: 'jwt' } & JwtConfig)

/** Makes the auth that a configuration describes. */
export function createAuth(config: AuthConfig): Auth {
  if (config.type === 'bearer') return bearerAuth(config)
  if (config.type === 'api_key') return apiKeyAuth(config)
  if (config.type === 'http_basic') return httpBasicAuth(config)
  if (config.type === 'jwt') return jwtAuth(config)
  return oauth2ClientCredentialsAuth(config)
}
