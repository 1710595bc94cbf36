import type { Question } from '../config-place.ts'
import type { Vault } from './vault.ts'

/** A secret in which the value of a path may stand. */
export interface VaultSecret {
  readonly key: string
  /** The path that the secret as a whole stands for. */
  readonly root: readonly string[]
  /** true: it must be a document. */
  readonly isDocument: boolean
}

/** What dlt calls the secret that holds a whole secrets.toml. */
const WHOLE = 'dlt_secrets_toml'
const SECTIONS = new Set(['sources', 'destination'])

/**
 * The secrets in which a path is looked for, the strongest first and the whole document before all: as dlt, documents of
 * `sources`, `sources.<name>`, `destination` and `destination.<name>`, each also with the pipeline's name in front; then, unless
 * only those are read, the sections of the path and the path itself.
 */
export function secretsForPath(path: readonly string[], question: Question, vault: Vault): readonly VaultSecret[] {
  const { pipelineName, secret } = question
  const scopes = pipelineName === undefined ? [[]] : [[pipelineName], []]
  const own = path[0] === pipelineName ? path.slice(1) : path
  const isSection = SECTIONS.has(own[0] ?? '')
  const fragments = isSection
    ? scopes.flatMap((scope) => [2, 1].map((length) => [...scope, ...own.slice(0, length)]))
    : []
  const singles = secret || !vault.onlySecrets
  const sections = path
    .slice(1)
    .map((_, index) => path.slice(0, index + 1))
    .reverse()
  const roots = vault.onlyTomlFragments
    ? fragments
    : [...fragments, ...(singles || isSection ? sections : []), ...(singles ? [path] : [])]
  const whole = (scope: readonly string[]) => ({ key: vault.keyOf([...scope, WHOLE]), root: [], isDocument: true })
  const all: readonly VaultSecret[] = [
    whole([]),
    ...roots.map((root) => ({ key: vault.keyOf(root), root, isDocument: false })),
    ...scopes.slice(0, -1).map(whole),
  ]
  return [...new Map(all.map((one) => [one.key, one])).values()]
}
