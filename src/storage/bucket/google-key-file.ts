import { Secret } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { GcsCredentials } from './credentials.ts'

/**
 * What Google gives out as JSON: a service account, or the refresh token of a user. A client stands under `installed` or `web`.
 * @throws ConfigError `bad_credentials`, which never shows the text.
 */
export function googleKeyFile(json: Secret): Omit<GcsCredentials, 'kind'> {
  const document = textsOf(parsed(json.reveal()))
  const { project_id: projectId, client_email: clientEmail, client_id: clientId } = document
  const { private_key: privateKey, client_secret: clientSecret, refresh_token: refreshToken } = document
  if ((clientEmail && privateKey) || (clientId && clientSecret && refreshToken)) {
    return {
      ...(projectId && { projectId }),
      ...(clientEmail && { clientEmail }),
      ...(privateKey && { privateKey: new Secret(privateKey) }),
      ...(clientId && { clientId }),
      ...(clientSecret && { clientSecret: new Secret(clientSecret) }),
      ...(refreshToken && { refreshToken: new Secret(refreshToken) }),
    }
  }
  throw new ConfigError('the credentials of Google hold neither a service account nor a refresh token', {
    code: 'bad_credentials',
    hint: 'Give the whole JSON of a service account: it has client_email and private_key.',
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigError('the credentials of Google are no JSON', {
      code: 'bad_credentials',
      hint: 'Give the whole JSON of a service account, in single quotes in a TOML file.',
    })
  }
}

function textsOf(document: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof document !== 'object' || document === null) return {}
  const entries = Object.entries(document)
  const [only] = entries
  if (entries.length === 1 && only !== undefined && typeof only[1] === 'object') return textsOf(only[1])
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}
