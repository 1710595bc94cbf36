import { nearestName } from '../../errors/near-names.ts'

/** Names of sources that are spelled like the given one, or begin as it does. */
export function nearestSources(name: string, names: readonly string[]): readonly string[] {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const nearest = nearestName(plain, names)
  const within = names.filter((known) => plain.length > 2 && (known.includes(plain) || plain.includes(known)))
  return [...new Set([...within, ...(nearest === undefined ? [] : [nearest])])]
}
