import { ConfigError } from '../../errors/tolva-error.ts'
import type { Auth } from '../../http/auth/auth.ts'
import { type AuthFunction, functionAuth } from '../../http/auth/function-auth.ts'
import { type AuthConfig, createAuth } from '../../http/auth/registry.ts'
import type { AuthOption } from './config.ts'
import { isSetting } from './is-setting.ts'

/** Fields that each auth cannot do without, in the order they are asked for. */
export const AUTH_FIELDS: Readonly<Record<AuthConfig['type'], readonly string[]>> = {
  bearer: ['token'],
  api_key: ['apiKey'],
  http_basic: ['username', 'password'],
  oauth2_client_credentials: ['accessTokenUrl', 'clientId', 'clientSecret'],
  jwt: ['clientId', 'privateKey', 'authEndpoint'],
}

/** A function from an endpoint's auth to what is sent: its own, none for null, else the client's one, which all share. */
export function createAuths(client: AuthOption | undefined): (own: AuthOption | undefined) => Auth | undefined {
  const common = authFrom(client)
  return (own) => (own === undefined ? common : authFrom(own))
}

/** The type that an option without one has: bearer. */
export function authTypeOf(option: Exclude<AuthOption, Auth | AuthFunction | null>): AuthConfig['type'] {
  if (typeof option === 'string') return option
  return 'type' in option ? option.type : 'bearer'
}

function authFrom(option: AuthOption | undefined): Auth | undefined {
  if (option === undefined || option === null) return undefined
  if (typeof option === 'function') return functionAuth(option)
  if (typeof option === 'object' && 'apply' in option) return option
  const type = authTypeOf(option)
  const fields = { ...(typeof option === 'string' ? {} : option), type }
  const missing = missingField(fields)
  if (isComplete(fields)) return createAuth(fields)
  throw new ConfigError(`the ${type} auth has no ${missing}`, {
    code: 'missing_config',
    hint: `give ${missing} in the auth, or use restApiSource, which looks it up in .dlt/secrets.toml`,
  })
}

function isComplete(fields: { readonly type: AuthConfig['type'] }): fields is AuthConfig {
  return missingField(fields) === undefined
}

function missingField(fields: { readonly type: AuthConfig['type'] }): string | undefined {
  return AUTH_FIELDS[fields.type].find((field) => isOpen(Reflect.get(fields, field)))
}

function isOpen(value: unknown): boolean {
  return value === undefined || isSetting(value)
}
