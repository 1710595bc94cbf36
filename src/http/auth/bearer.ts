import { withHeader } from '../request.ts'
import type { Auth } from './auth.ts'
import { revealed, type SecretText } from './secret-text.ts'

/** `Authorization: Bearer <token>`. */
export function bearerAuth(config: { readonly token: SecretText }): Auth {
  const token = revealed(config.token)
  return {
    headerNames: ['authorization'],
    secrets: () => [token],
    apply: (request) => withHeader(request, 'Authorization', `Bearer ${token}`),
  }
}
