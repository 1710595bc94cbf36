import { withHeader } from '../request.ts'
import type { Auth } from './auth.ts'
import { revealed, type SecretText } from './secret-text.ts'

/** `Authorization: Basic …` with user and password in UTF-8. */
export function httpBasicAuth(config: { readonly username: SecretText; readonly password: SecretText }): Auth {
  const password = revealed(config.password)
  const encoded = Buffer.from(`${revealed(config.username)}:${password}`, 'utf8').toString('base64')
  return {
    headerNames: ['authorization'],
    secrets: () => [password, encoded],
    apply: (request) => withHeader(request, 'Authorization', `Basic ${encoded}`),
  }
}
