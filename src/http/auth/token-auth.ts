import { TolvaError } from '../../errors/tolva-error.ts'
import { withHeader } from '../request.ts'
import type { Auth, AuthIo } from './auth.ts'

/** A bearer token as a token server gave it. */
export interface Token {
  readonly text: string
  /** In milliseconds of `AuthIo.elapsed`. */
  readonly expiresAt: number
}

export interface TokenAuthOptions {
  /** A token to begin with. */
  readonly first?: string | undefined
  /** Gets the next token. */
  readonly fetchToken: (io: AuthIo) => Promise<Token>
  /** Texts beside the tokens that must not show. */
  readonly secrets: () => readonly string[]
}

/** So many tokens back are still kept out of messages: a server may repeat one that has just been replaced. */
const KEPT_SECRET = 5

/** Bearer tokens that run out. All requests share one: whoever needs the next one first fetches it, and the others wait for it. */
export function tokenAuth({ first, fetchToken, secrets }: TokenAuthOptions): Auth {
  let token: Token | undefined = first === undefined ? undefined : { text: first, expiresAt: Infinity }
  let fetching: Promise<Token> | undefined
  let seen: readonly string[] = first === undefined ? [] : [first]

  async function next(io: AuthIo): Promise<Token> {
    const fetched = await fetchToken(io)
    token = fetched
    seen = [fetched.text, ...seen.filter((text) => text !== fetched.text)].slice(0, KEPT_SECRET)
    return fetched
  }
  async function currentToken(io: AuthIo): Promise<Token> {
    for (;;) {
      if (token !== undefined && io.elapsed() < token.expiresAt) return token
      const own = fetching === undefined
      fetching ??= next(io).finally(() => {
        fetching = undefined
      })
      try {
        return await fetching
      } catch (cause) {
        // Not an answer of the token server: the request that asked for all was broken off, so another one asks.
        if (own || cause instanceof TolvaError) throw cause
      }
    }
  }
  const bearer = (text: string) => `Bearer ${text}`
  return {
    headerNames: ['authorization'],
    secrets: () => [...secrets(), ...seen],
    apply: async (request, io) => withHeader(request, 'Authorization', bearer((await currentToken(io)).text)),
    refused(request) {
      // Others may have got the next one already.
      if (token !== undefined && request.headers.Authorization === bearer(token.text)) token = undefined
      return true
    },
  }
}
