import { Secret } from '../../config/secret.ts'
import type { ResourcePlan } from './resource-plan.ts'

/** A text that changes with whatever changes the pages of a resource or what the positions in them mean. No secret is in it. */
export function resumeKeyOf({ request, paginator, selector, needs, row, steps, format }: ResourcePlan): string {
  const { clientHeaders: _, headers: __, ...rest } = request
  const parts = [
    rest,
    paginator.key ?? paginator.name,
    selector ?? null,
    needs,
    steps,
    format,
    ...(row === undefined ? [] : ['row']),
  ]
  return JSON.stringify(parts, plain)
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Secret) return '***'
  return typeof value === 'function' || typeof value === 'bigint' ? String(value) : value
}
