import type { Resource } from '../contracts/resource.ts'
import { unknownResource } from './unknown-resource.ts'

/**
 * The resources of these names, selected; all as they are where none is named.
 * @throws ConfigError `unknown_resource`.
 */
export function pickResources(
  all: readonly Resource<string, unknown>[],
  picked: readonly string[] | undefined,
  source: string,
): readonly Resource<string, unknown>[] {
  if (picked === undefined) return all
  const known = all.map(({ name }) => name)
  const unknown = picked.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw unknownResource(unknown, known, source)
  return all.filter(({ name }) => picked.includes(name)).map((resource) => resource.select(true))
}
