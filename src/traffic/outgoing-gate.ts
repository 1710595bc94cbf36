import type { Environment } from '../config/environment.ts'
import { withoutBeginnings } from './cut-short.ts'
import { withoutPacked } from './inflated.ts'
import { projectSecrets } from './project-secrets.ts'
import { MASK } from './scrub.ts'
import { spellingPattern } from './spelling-pattern.ts'

/** Lets texts and values out, with `***` for each secret of the project, however it is spelled. */
export interface OutgoingGate {
  (text: string): string
  /** A JSON value; names of fields are let through the gate too. */
  value(value: unknown): unknown
}

/** Names of a protocol are short words, and so may a careless password be. */
function isWord(name: string): boolean {
  return /^[A-Za-z_]{1,12}$/.test(name)
}

/** A number that became `***` would break the JSON around it. */
function isNumberOfJson(text: string, from: number, to: number): boolean {
  return (
    /^\d+$/.test(text.slice(from, to)) &&
    /[:[,]\s*$/.test(text.slice(Math.max(0, from - 20), from)) &&
    /^\s*[,\]}]/.test(text.slice(to, to + 20)) &&
    !isQuoted(text.slice(0, from))
  )
}

/** Whether what follows stands within a text of JSON. */
function isQuoted(before: string): boolean {
  return (before.match(/(?<!\\)(?:\\\\)*"/g)?.length ?? 0) % 2 === 1
}

/**
 * The gate for what is known to be secret now: files change while a server runs, so make it anew for each answer.
 * @param shortest Shorter secrets are let through, where data is shown that may hold the same words.
 */
export async function createOutgoingGate(folder: string, env: Environment, shortest = 0): Promise<OutgoingGate> {
  const secrets = await projectSecrets(folder, env)
  return gateFor([...secrets].filter((secret) => secret.length >= shortest))
}

/** A gate that these secrets do not pass. */
export function gateFor(secrets: Iterable<string>): OutgoingGate {
  const known = [...secrets]
  const pattern = spellingPattern(known)
  if (pattern === undefined) return Object.assign((text: string) => text, { value: (value: unknown) => value })
  const open = (given: string) =>
    given.replace(pattern, (found, at: number) => (isNumberOfJson(given, at, at + found.length) ? `"${MASK}"` : MASK))
  const whole = (given: string) => withoutBeginnings(open(given), known)
  const text = (given: string) => withoutPacked(whole(given), (unpacked) => open(unpacked) !== unpacked, MASK)
  const value = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given)
    if (typeof given === 'number' || typeof given === 'bigint') return known.includes(String(given)) ? MASK : given
    if (Array.isArray(given)) return given.map(value)
    if (given instanceof Map) return value(Object.fromEntries(given))
    if (typeof given !== 'object' || given === null || given instanceof Date) return given
    if (given instanceof Uint8Array) return given
    if ('toJSON' in given && typeof given.toJSON === 'function') return value(given.toJSON())
    return Object.fromEntries(
      Object.entries(given).map(([name, inner]) => [isWord(name) ? name : text(name), value(inner)]),
    )
  }
  return Object.assign(text, { value })
}
