import { nearestName } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'

/** A resource and those that it waits for. */
export interface Dependency {
  readonly name: string
  readonly parents: readonly string[]
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
    for (const name of resource.parents) {
      const parent = byName.get(name)
      if (parent === undefined) throw unknownParent(resource.name, name, [...byName.keys()])
      visit(parent, [...chain, resource.name])
    }
    ordered.add(resource)
  }
  for (const resource of resources) visit(resource, [])
  return [...ordered]
}

function unknownParent(name: string, parent: string, known: readonly string[]): ConfigError {
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
