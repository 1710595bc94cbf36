import { ConfigError } from '../../../errors/tolva-error.ts'
import type { Endpoint } from './endpoint.ts'
import type { Link } from './link-parents.ts'

/** Which endpoints are written, and which of them only because others need their rows. */
export interface Chosen {
  readonly asked: ReadonlySet<Endpoint>
  readonly needed: ReadonlySet<Endpoint>
}

/**
 * Endpoints whose path, operation id, tag or name is like one of the patterns (`*` stands for anything), and all that those
 * depend on. No patterns: all.
 * @throws ConfigError `nothing_chosen`.
 */
export function chooseEndpoints(
  names: ReadonlyMap<Endpoint, string>,
  links: ReadonlyMap<Endpoint, Link>,
  patterns: readonly string[],
): Chosen {
  const all = [...names.keys()]
  if (patterns.length === 0) return { asked: new Set(all), needed: new Set() }
  const tests = patterns.map((pattern) => ({ pattern, test: likeness(pattern) }))
  const textsOf = (endpoint: Endpoint) => [
    endpoint.path,
    endpoint.id,
    names.get(endpoint) ?? '',
    ...endpoint.operation.tags,
  ]
  const asked = new Set(
    all.filter((endpoint) => tests.some(({ test }) => textsOf(endpoint).some((text) => test.test(text)))),
  )
  const empty = tests.find(({ test }) => !all.some((endpoint) => textsOf(endpoint).some((text) => test.test(text))))
  if (empty !== undefined) throw nothingLike(empty.pattern, all)
  const needed = new Set<Endpoint>()
  for (const endpoint of asked) {
    for (let parent = links.get(endpoint)?.parent; parent !== undefined; parent = links.get(parent)?.parent) {
      if (!asked.has(parent)) needed.add(parent)
    }
  }
  return { asked, needed }
}

/** A pattern is the whole text; of a path the slash before it may be missing. */
function likeness(pattern: string): RegExp {
  const text = pattern.replace(/[.*+?^${}()|[\]\\]/g, (char) => (char === '*' ? '.*' : `\\${char}`))
  return new RegExp(`^/?${text.replace(/^\//, '')}$`, 'i')
}

function nothingLike(pattern: string, all: readonly Endpoint[]): ConfigError {
  const tags = [...new Set(all.flatMap(({ operation }) => operation.tags))]
  const known =
    tags.length > 0
      ? `tags: ${tags.slice(0, 30).join(', ')}`
      : `paths: ${all
          .slice(0, 20)
          .map(({ path }) => path)
          .join(', ')}`
  return new ConfigError(`no endpoint that can be loaded is like ${pattern}`, {
    code: 'nothing_chosen',
    hint: `a pattern is a whole path, operation id, tag or resource name, with * for anything; ${known}`,
    context: { pattern },
  })
}
