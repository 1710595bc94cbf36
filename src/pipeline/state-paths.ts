import { exec } from 'jsonpath-rfc9535'
import { ConfigError, TolvaError } from '../errors/tolva-error.ts'
import { parseJsonPath } from '../http/json-path-text.ts'
import { parseTypedJson, typedJson } from '../values/typed-json.ts'
import type { SourceState } from './state.ts'

/** Keys and indexes that lead to a value in a source's state. */
export type StateLocation = readonly (string | number)[]

type Document = Parameters<typeof exec>[0]

/**
 * What JSONPaths select in a source's state, below the source. `resources` as a whole is never selected.
 * @throws ConfigError `invalid_state_path`.
 */
export function findStatePaths(state: SourceState | undefined, paths: readonly string[]): readonly StateLocation[] {
  const document: unknown = JSON.parse(typedJson(state ?? {}))
  if (!isDocument(document)) return []
  const found = new Map<string, StateLocation>()
  for (const path of paths) {
    exec(document, queryOf(path), (_value, location) => {
      const plain = location.filter((step, index) => index > 0 || step !== '$')
      if (plain.length > 0 && !(plain.length === 1 && plain[0] === 'resources')) found.set(locationText(plain), plain)
    })
  }
  return [...found.values()]
}

/** The state without these values. */
export function withoutStatePaths(state: SourceState, locations: readonly StateLocation[]): SourceState {
  const copy = parseTypedJson(typedJson(state))
  // Later items of a list first: so the indexes of the earlier ones stay right.
  for (const location of locations.toSorted(laterFirst)) remove(copy, location)
  return typeof copy === 'object' && copy !== null ? { ...copy } : {}
}

/** A location as dlt prints it: `a.items.[0].b`. */
export function locationText(location: StateLocation): string {
  return location.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('.')
}

function remove(document: unknown, location: StateLocation): void {
  let at = document
  for (const step of location.slice(0, -1)) {
    if (typeof at !== 'object' || at === null) return
    at = Reflect.get(at, step)
  }
  const last = location.at(-1)
  if (typeof at !== 'object' || at === null || last === undefined) return
  if (Array.isArray(at)) at.splice(Number(last), 1)
  else Reflect.deleteProperty(at, last)
}

function laterFirst(a: StateLocation, b: StateLocation): number {
  for (const [index, step] of a.entries()) {
    const other = b[index]
    if (typeof step === 'number' && typeof other === 'number' && step !== other) return other - step
    if (step !== other) break
  }
  return b.length - a.length
}

function queryOf(path: string): string {
  try {
    const parsed = parseJsonPath(path)
    if ('query' in parsed) return parsed.query
    return `$${parsed.steps.map((step) => `[${JSON.stringify(step)}]`).join('')}`
  } catch (cause) {
    const hint = cause instanceof TolvaError ? cause.hint : undefined
    throw new ConfigError(`${JSON.stringify(path)} is not a path into the state.`, {
      code: 'invalid_state_path',
      hint: hint ?? 'Write keys joined by dots: resources.users.incremental.',
      cause,
    })
  }
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null
}
