import { randomUUID } from 'node:crypto'

/** Metadata of an object that was put only where there was none: who put it. Lower-case letters, which every service keeps. */
export const PUT_TOKEN = 'tolvaput'

const TRIES = 5

export interface PutOnce {
  /** Puts with this token, unless there is an object; `exists`: there is one. `again`: the service says to ask once more. */
  put(token: string): Promise<'put' | 'exists' | 'again'>
  /** The token of the object that is there; null: it has none; undefined: there is no object. */
  tokenThere(): Promise<string | null | undefined>
}

/**
 * Puts an object that must not be there yet. SDKs ask again when there was no answer, and are told then that an object exists which
 * they have put themselves; so whoever is told this looks whose it is.
 */
export async function putOnce({ put, tokenThere }: PutOnce): Promise<boolean> {
  const token = randomUUID()
  for (let tries = 1; ; tries += 1) {
    const outcome = await put(token)
    if (outcome === 'put') return true
    const there = await tokenThere()
    if (there === token) return true
    if (outcome === 'exists' && there !== undefined) return false
    // It is gone again, or another was on its way at the same time.
    if (tries === TRIES) return false
  }
}
