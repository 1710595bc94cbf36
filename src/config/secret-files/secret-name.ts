import { isSecretName } from '../../log/redact.ts'

const FURTHER =
  /(?:secret|password|passwd|passphrase|token|api_?key|private_?key|access_?key|credential|connection_?string)|^(?:.*[-_])?(?:key|auth|dsn|sas)$/i

/** true where what stands under a name is a secret, by the name alone. */
export function tellsOfSecret(name: string): boolean {
  return isSecretName(name) || FURTHER.test(name)
}
