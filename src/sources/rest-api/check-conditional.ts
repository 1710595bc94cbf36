import type { Hints } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { ResourcePlan } from './resource-plan.ts'

/**
 * Refuses conditional requests where an answer without rows would take rows away: tables that are replaced, or whose absent rows
 * are retired, also those filled from the rows of a conditional resource.
 *
 * @throws ConfigError `conditional_replace`, `conditional_post`.
 */
export function checkConditional(plans: readonly ResourcePlan[]): void {
  const byName = new Map(plans.map((plan) => [plan.name, plan]))
  for (const plan of plans) {
    if (plan.conditional !== false && plan.request.method !== 'GET') {
      throw new ConfigError(`resource ${plan.name} is conditional, but its method is ${plan.request.method}`, {
        code: 'conditional_post',
        hint: 'take conditional out: only GET can ask whether something has changed',
        context: { resource: plan.name },
      })
    }
    const how = takesAway(plan.hints.writeDisposition)
    const conditional = how === undefined ? undefined : conditionalAbove(plan, byName)
    if (conditional === undefined) continue
    const own = conditional === plan.name ? 'is conditional' : `depends on ${conditional}, which is conditional`
    throw new ConfigError(`resource ${plan.name} ${own}, but its write disposition is ${how}`, {
      code: 'conditional_replace',
      hint: `an answer "not modified" would empty the table: use write_disposition append or merge with a primary key, or take conditional out of ${conditional}`,
      context: { resource: plan.name },
    })
  }
}

function takesAway(hint: Hints['writeDisposition']): string | undefined {
  const { disposition, strategy } = typeof hint === 'object' ? hint : { disposition: hint, strategy: undefined }
  if (disposition === 'replace') return 'replace'
  return disposition === 'merge' && strategy === 'scd2' ? 'merge by scd2' : undefined
}

function conditionalAbove(plan: ResourcePlan, byName: ReadonlyMap<string, ResourcePlan>): string | undefined {
  if (plan.conditional !== false) return plan.name
  for (const name of plan.parents) {
    const parent = byName.get(name)
    const found = parent && conditionalAbove(parent, byName)
    if (found !== undefined) return found
  }
  return undefined
}
