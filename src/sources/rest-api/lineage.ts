import { ConfigError } from '../../errors/tolva-error.ts'
import type { ParentValue } from './resource-plan.ts'

/** Where the values that a resource needs of its parents come from. */
export interface Lineage {
  /** The resource with whose rows it is opened, one by one; undefined: it is independent. */
  readonly driver: string | undefined
  /** Independent resources, each row of which is combined with each row of the driver. */
  readonly crossed: readonly string[]
  /** What is read of the rows of the crossed ones. */
  readonly combines: readonly ParentValue[]
  /** What is read of its driver's row for those that depend on its own rows. */
  readonly carries: readonly ParentValue[]
  /** Keys of what its pages tell of where their rows came from. */
  readonly tells: ReadonlySet<string>
}

interface Growing extends Lineage {
  readonly combines: ParentValue[]
  readonly carries: ParentValue[]
  readonly tells: Set<string>
}

/** What is known of a resource; `needs` is absent for one that was built elsewhere. */
export interface Member {
  readonly name: string
  readonly parents: readonly string[]
  readonly needs?: readonly ParentValue[]
}

/**
 * The lineage of each resource. Of parents that depend on each other the last one drives, and the values of the others come down
 * with its pages; parents that have nothing to do with each other are combined, each row with each.
 * @param members Parents before children.
 * @throws ConfigError `several_parents` where two of the parents that are to be combined depend on others, or a value would have to
 *   come down through a resource that was built elsewhere.
 */
export function planLineages(members: readonly Member[]): ReadonlyMap<string, Lineage> {
  const lineages = new Map<string, Growing>()
  const foreign = new Set(members.filter(({ needs }) => needs === undefined).map(({ name }) => name))
  const ancestorsOf = (name: string): readonly string[] => {
    const { driver, crossed = [] } = lineages.get(name) ?? {}
    return driver === undefined ? [] : [driver, ...crossed, ...ancestorsOf(driver)]
  }
  for (const { name, parents, needs = [] } of members) {
    const last = parents.filter((parent) => !parents.some((other) => ancestorsOf(other).includes(parent)))
    const isDependent = (parent: string) => lineages.get(parent)?.driver !== undefined
    const [driver, ...crossed] = [...last.filter(isDependent), ...last.filter((parent) => !isDependent(parent))]
    const second = crossed.find(isDependent)
    if (second !== undefined) throw cannotCombine(name, [driver ?? '', second])
    lineages.set(name, { driver, crossed, combines: [], carries: [], tells: new Set() })
    for (const need of needs) bringDown(need, name, { lineages, foreign })
  }
  return lineages
}

/** Sees to it that the value comes with the pages that a resource is opened with. */
function bringDown(
  need: ParentValue,
  name: string,
  { lineages, foreign }: { readonly lineages: ReadonlyMap<string, Growing>; readonly foreign: ReadonlySet<string> },
): void {
  let at = lineages.get(name)
  while (at?.driver !== undefined && at.driver !== need.parent) {
    if (at.crossed.includes(need.parent)) {
      addOnce(at.combines, need)
      return
    }
    if (foreign.has(at.driver)) throw cannotTell(name, at.driver, need)
    const above = lineages.get(at.driver)
    above?.tells.add(need.key)
    if (above?.driver === need.parent) addOnce(above.carries, need)
    at = above
  }
}

function addOnce(list: ParentValue[], need: ParentValue): void {
  if (!list.some(({ key }) => key === need.key)) list.push(need)
}

function cannotCombine(resource: string, parents: readonly string[]): ConfigError {
  return new ConfigError(`resource ${resource} refers to ${parents.join(' and ')}, which depend on others themselves`, {
    code: 'several_parents',
    hint: 'of parents that are combined with each other only one may depend on another resource',
    context: { resource },
  })
}

function cannotTell(resource: string, through: string, { parent, field }: ParentValue): ConfigError {
  return new ConfigError(`resource ${resource} needs ${field} of ${parent}, but ${through} is between them`, {
    code: 'several_parents',
    hint: `${through} was built in code and passes nothing on: put ${field} into its rows, and refer to it there`,
    context: { resource },
  })
}
