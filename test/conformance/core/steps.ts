import type { Resource } from '../../../src/contracts/resource.ts'
import { decodeTagged } from './tagged.ts'
import { unsupported } from './unsupported.ts'

type Step = Readonly<Record<string, unknown>>

/** A resource with the steps of a case behind it, in order. */
export function withSteps(resource: Resource, steps: readonly Step[]): Resource {
  return steps.reduce(withStep, resource)
}

function withStep(resource: Resource, step: Step): Resource {
  const field = String(step.field ?? step.column ?? step.key ?? '')
  const value = decodeTagged(step.value)
  switch (step.op) {
    case 'yield_twice':
      return resource.flatMap((row) => [row, row])
    case 'filter_gt':
      return resource.filter((row) => Number(row[field]) > Number(value))
    case 'map_set':
      return resource.map((row) => ({ ...row, [field]: value }))
    case 'add_limit':
      return resource.limit(Number(step.max_items ?? step.n ?? step.limit ?? step.value))
    default:
      return unsupported(`step ${String(step.op)}`)
  }
}
