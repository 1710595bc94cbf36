import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may come in. The token is in the URL that a person opens, once; its cookie holds something else. */
export interface Access {
  /** 128 random bits. */
  readonly token: string
  /** `Set-Cookie` of a browser that brought the token. */
  readonly cookie: string
  isToken(text: string | undefined | null): boolean
  /** Whether these headers let in: a cookie that was given out, or the token as a bearer. */
  admits(headers: Headers): boolean
}

/** A token and a session of this server alone. Browsers keep one cookie for all ports of a host, so its name has the port. */
export function createAccess(port: number): Access {
  const token = secretText()
  const session = secretText()
  const name = `tolva_${port}`
  return {
    token,
    cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    isToken: (text) => isSame(text, token),
    admits(headers) {
      const bearer = /^Bearer ([\w-]+)$/.exec(headers.get('authorization') ?? '')?.[1]
      if (bearer !== undefined) return isSame(bearer, token)
      const cookies = (headers.get('cookie') ?? '').split(/; */)
      return cookies.some((one) => one.startsWith(`${name}=`) && isSame(one.slice(name.length + 1), session))
    },
  }
}

const secretText = (): string => randomBytes(16).toString('base64url')

/** Takes the same time wherever the two differ, and whatever their lengths. */
function isSame(given: string | undefined | null, wanted: string): boolean {
  if (typeof given !== 'string') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
