import { encodeQuery } from './encode-query.ts'

const SECRET_NAME =
  /^(.*[-_])?(api[-_]?key|key|token|access[-_]?token|refresh[-_]?token|secret|client[-_]?secret|password|passwd|pwd|auth|authorization|signature|sig|cookie)$/i

/** True where a header, query parameter or field of that name usually holds a secret. */
export function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** The URL without user and password, and with `***` for query values whose name looks like a secret. */
export function redactUrl(url: string): string {
  const withoutUser = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
  const at = withoutUser.indexOf('?')
  if (at < 0) return withoutUser
  const query = withoutUser
    .slice(at + 1)
    .split('&')
    .map((part) => {
      const name = part.split('=', 1)[0] ?? ''
      return looksSecret(decodeName(name)) ? `${name}=***` : part
    })
  return `${withoutUser.slice(0, at)}?${query.join('&')}`
}

/** The text with every known secret replaced by `***`; very short ones stay, else half of the text would go. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 4)
    .flatMap(spellings)
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
}

/** As it is, in a path, in a query or form, and in JSON. */
function spellings(secret: string): readonly string[] {
  if (/^[\w.~-]*$/.test(secret)) return [secret]
  return [
    secret,
    encodeURIComponent(secret),
    encodeQuery([[secret, '']]).slice(0, -1),
    JSON.stringify(secret).slice(1, -1),
  ]
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}
