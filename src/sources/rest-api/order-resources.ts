import { ConfigError } from '../../errors/tolva-error.ts'
import { nearestName } from './nearest-name.ts'

/** A resource and the one it waits for. */
export interface Dependency {
  readonly name: string
  readonly parent: string | undefined
}

/**
 * Parents before children, else in the given order.
 * @throws ConfigError for a name used twice, an unknown parent, a circle.
 */
export function orderResources<T extends Dependency>(resources: readonly T[]): readonly T[] {
  const byName = new Map<string, T>()
  for (const resource of resources) {
    if (byName.has(resource.name)) {
      throw new ConfigError(`resource ${resource.name} is defined twice`, {
        code: 'invalid_config',
        hint: 'give each resource a name of its own; the path may be the same',
        context: { resource: resource.name },
      })
    }
    byName.set(resource.name, resource)
  }
  const ordered = new Set<T>()
  const visit = (resource: T, chain: readonly string[]): void => {
    if (ordered.has(resource)) return
    if (chain.includes(resource.name)) throw circle([...chain, resource.name])
    if (resource.parent !== undefined) {
      const parent = byName.get(resource.parent)
      if (parent === undefined) throw unknownParent(resource, [...byName.keys()])
      visit(parent, [...chain, resource.name])
    }
    ordered.add(resource)
  }
  for (const resource of resources) visit(resource, [])
  return [...ordered]
}

function unknownParent({ name, parent = '' }: Dependency, known: readonly string[]): ConfigError {
  const near = nearestName(parent, known)
  return new ConfigError(`resource ${name} refers to ${parent}, which is not among the resources`, {
    code: 'unknown_parent',
    hint: near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`,
    context: { resource: name },
  })
}

function circle(chain: readonly string[]): ConfigError {
  return new ConfigError(`resources wait for each other: ${chain.join(' → ')}`, {
    code: 'circular_resources',
    hint: 'one of them must be readable without the others',
  })
}
