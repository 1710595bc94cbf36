import { endsInVariable } from './find-rows.ts'
import { singular, snakeWords } from './words.ts'

/** What a name is made from. */
export interface Nameable {
  readonly path: string
  readonly id: string
  readonly isList: boolean
}

/**
 * A name for each: the last word of its path, with as many words before it as tell it from the others. All of a document are
 * named at once, so that a name does not depend on which are chosen.
 */
export function nameResources<T extends Nameable>(all: readonly T[]): ReadonlyMap<T, string> {
  const shared = sharedWords(all.map(({ path }) => wordsOf(path)))
  const words = new Map(all.map((one) => [one, ownWords(one, shared)]))
  const suffixes = new Map<string, number>()
  for (const own of words.values())
    for (let length = 1; length <= own.length; length += 1) {
      const suffix = joined(own.slice(-length))
      suffixes.set(suffix, (suffixes.get(suffix) ?? 0) + 1)
    }
  const names = new Map<T, string>()
  const taken = new Set<string>()
  // Whose path has no further words comes first: it has no other name.
  for (const one of [...all].sort((a, b) => (words.get(a)?.length ?? 0) - (words.get(b)?.length ?? 0))) {
    const name = candidatesOf(one, words.get(one) ?? [], suffixes).find((candidate) => !taken.has(candidate))
    const chosen = name ?? numbered(joined(words.get(one) ?? []) || 'root', taken)
    taken.add(chosen)
    names.set(one, chosen)
  }
  return names
}

function candidatesOf(
  one: Nameable,
  words: readonly string[],
  suffixes: ReadonlyMap<string, number>,
): readonly string[] {
  const all = words.map((_, index) => joined(words.slice(-index - 1)))
  const unique = all.filter((suffix, index) => suffixes.get(suffix) === 1 || index === words.length - 1)
  const variables = [...one.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => snakeWords(name))
  const whole = joined(words)
  const by =
    variables.length > 0
      ? [`${whole || 'item'}_by_${variables.at(-1)}`, `${whole || 'item'}_by_${variables.join('_and_')}`]
      : []
  return [...unique, ...by, ...(one.id === '' ? [] : [snakeWords(one.id)])].filter((name) => name !== '').map(safe)
}

/** Words before the last one in the singular: `user_posts`. */
function joined(words: readonly string[]): string {
  return words.map((word, index) => (index < words.length - 1 ? singular(word) : word)).join('_')
}

function ownWords(one: Nameable, shared: number): readonly string[] {
  const words = withVerbs(wordsOf(one.path))
  const own = words.length > shared ? words.slice(shared) : words.slice(-1)
  const last = own.at(-1)
  if (last === undefined) return own
  return endsInVariable(one.path) && !one.isList ? [...own.slice(0, -1), singular(last)] : own
}

/** The path's segments without variables: `/v1/users/{id}/posts.json` → v1, users, posts. */
function wordsOf(path: string): readonly string[] {
  return path
    .replace(/\.(json|xml)$/, '')
    .split('/')
    .map((segment) => snakeWords(segment.replace(/\{[^{}]*\}/g, '')))
    .filter((word) => word !== '')
}

/** A word that says what is done means nothing without the one before it: `pet`, `find_by_status` are one. */
function withVerbs(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? ''
  if (words.length < 2 || !/^(find|get|list|search|by|query|fetch|read|all)(_|$)/.test(last)) return words
  return [...words.slice(0, -2), `${words.at(-2)}_${last}`]
}

/** How many words all paths begin with: `api`, `v1`. */
function sharedWords(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths
  if (paths.length < 2)
    return first.filter((word, index) => index === first.findIndex((one) => !isVersion(one)) - 1 && isVersion(word))
      .length
  const end = first.findIndex((word, index) => !paths.every((words) => words[index] === word))
  return end < 0 ? Math.max(0, first.length - 1) : end
}

function isVersion(word: string): boolean {
  return /^(api|rest|v\d+\w*)$/.test(word)
}

/** Names of tables begin with a letter, and the two dots of `resources.<name>.<field>` must not be more. */
function safe(name: string): string {
  return /^[a-z]/.test(name) ? name : `t_${name}`
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let at = 2
  while (taken.has(`${name}_${at}`)) at += 1
  return `${safe(name)}_${at}`
}
