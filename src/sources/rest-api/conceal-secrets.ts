import { encodeQuery } from '../../http/encode-query.ts'
import { isPlainObject } from './is-plain-object.ts'

/** Shorter ones would be found by chance. */
const SHORTEST = 4
const MARK = /\*\*\*secret\.(\d+)\.(\d+)\*\*\*/g

/**
 * Plain JSON with a mark for each secret in its texts: positions are written to disk and into the destination's state, and a link to
 * the next page often repeats the key that it was asked with.
 */
export function concealSecrets(value: unknown, secrets: readonly string[]): unknown {
  if (secrets.every((secret) => secret.length < SHORTEST)) return value
  // Most positions hold no text, and are made once a page.
  let pattern: Pattern | undefined
  return mapTexts(value, (text) => {
    pattern ??= patternOf(secrets)
    return concealedQuery(concealed(text, pattern), secrets)
  })
}

/** The same with the secrets put back. They may be others by now, as long as they stand in the same places of the configuration. */
export function revealSecrets(value: unknown, secrets: readonly string[]): unknown {
  return mapTexts(value, (text) =>
    text.replace(MARK, (mark, index: string, spelling: string) => {
      const secret = secrets[Number(index)]
      return secret === undefined ? mark : (spellings(secret)[Number(spelling)] ?? mark)
    }),
  )
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]))
}

function spellings(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret.toWellFormed()), encodeQuery([[secret.toWellFormed(), '']]).slice(0, -1)]
}

const markOf = (index: number, spelling: number) => `***secret.${index}.${spelling}***`

interface Pattern {
  readonly marks: ReadonlyMap<string, string>
  readonly any: RegExp
}

/** One pass over a text: a secret may be a word of the marks. */
function patternOf(secrets: readonly string[]): Pattern {
  const marks = new Map<string, string>()
  for (const [index, secret] of secrets.entries()) {
    if (secret.length < SHORTEST) continue
    for (const [spelling, text] of spellings(secret).entries()) {
      if (!marks.has(text)) marks.set(text, markOf(index, spelling))
    }
  }
  const longestFirst = [...marks.keys()].sort((a, b) => b.length - a.length)
  const any = new RegExp(longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g')
  return { marks, any }
}

function concealed(text: string, { marks, any }: Pattern): string {
  return text.replace(any, (found) => marks.get(found) ?? found)
}

/** Servers escape in many ways: what a parameter comes to tells whether it is a secret. */
function concealedQuery(text: string, secrets: readonly string[]): string {
  return text.replace(/(?<=[?&][^=&#]*=)[^&#]+/g, (value) => {
    const index = secrets.findIndex((secret) => secret.length >= SHORTEST && secret === decoded(value))
    return index < 0 ? value : markOf(index, 1)
  })
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return value
  }
}
