import type { Page } from '../../contracts/page.ts'
import type { Resource, ResourceContext } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { defineResource } from '../../extract/define-resource.ts'
import { canonicalJson } from '../../values/canonical-json.ts'
import { valuesOfRows } from './parent-rows.ts'
import type { ParentValue } from './resource-plan.ts'

type Values = Readonly<Record<string, unknown>>

export interface Crossing {
  /** The resource that wants the combinations. */
  readonly name: string
  readonly driver: Resource
  readonly others: readonly Resource[]
  /** What is wanted of the rows of the others. */
  readonly combines: readonly ParentValue[]
}

/**
 * Pages of the driver, each as often as there are combinations of rows of the others, of which the page tells. The others are
 * read once a run; how far the combinations of a page were read is known by the combination, should there be other ones later.
 * @throws ConfigError `several_parents` where one of the others is incremental: it would tell of its new rows only.
 */
export function crossedParents({ name, driver, others, combines }: Crossing): Resource<string, unknown> {
  const incremental = others.find(({ hints }) => hints.incremental !== undefined)
  if (incremental !== undefined) throw cannotCombine(name, incremental.name)
  // What the resources of a run share tells one run from the next.
  const known = new WeakMap<object, Promise<readonly Values[]>>()
  const combinationsOf = (context: ResourceContext) => {
    const reading = known.get(context.sourceState) ?? readCombinations(others, { name, combines, context })
    known.set(context.sourceState, reading)
    return reading
  }
  return defineResource({
    name: [driver, ...others].map((one) => one.name).join(' × '),
    selected: false,
    parent: driver,
    resumeKey: JSON.stringify([driver.resumeKey, ...others.map(({ resumeKey }) => resumeKey), combines]),
    async *open(context, parentPage): AsyncIterable<Page<unknown>> {
      if (parentPage === undefined) return
      const combinations = await combinationsOf(context)
      const done = combinations.findIndex((values) => canonicalJson(values) === context.resumeFrom)
      for (const values of combinations.slice(done + 1)) {
        const origin = { ...parentPage.origin, ...values }
        yield { ...parentPage, origin, position: canonicalJson(values) }
      }
    },
  })
}

async function readCombinations(
  others: readonly Resource[],
  { name, combines, context }: Pick<Crossing, 'name' | 'combines'> & { readonly context: ResourceContext },
): Promise<readonly Values[]> {
  const { resumeFrom: _, incremental: __, ...fresh } = context
  let combinations: readonly Values[] = [{}]
  for (const other of others) {
    const needs = combines.filter(({ parent }) => parent === other.name)
    const rows: Values[] = []
    for await (const page of other.open({ ...fresh, resource: other.name })) {
      rows.push(...valuesOfRows(page, other.name, { needs, resource: name }))
    }
    combinations = combinations.flatMap((values) => rows.map((row) => ({ ...values, ...row })))
  }
  return combinations
}

function cannotCombine(resource: string, parent: string): ConfigError {
  return new ConfigError(
    `resource ${resource} combines the rows of ${parent} with others, but ${parent} is incremental`,
    {
      code: 'several_parents',
      hint: `take incremental out of ${parent}, or refer to it alone`,
      context: { resource },
    },
  )
}
