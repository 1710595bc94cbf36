import type { IncrementalHandle } from '../../contracts/incremental.ts'
import type { ResourcePlan } from './resource-plan.ts'

/** What `{incremental.<attribute>}` stands for: start_value, last_value, initial_value, end_value, lag or cursor_path. */
export function cursorValue(
  attribute: string,
  { incremental }: ResourcePlan,
  handle: IncrementalHandle | undefined,
): unknown {
  if (incremental === undefined || handle === undefined) return undefined
  const { convert, hint } = incremental
  const values: Readonly<Record<string, unknown>> = {
    start_value: handle.startValue,
    last_value: handle.lastValue,
    initial_value: handle.initialValue,
    end_value: handle.endValue,
    lag: hint.lag ?? undefined,
    cursor_path: hint.cursorPath,
  }
  const found = values[attribute]
  return found !== undefined && attribute.endsWith('_value') && convert !== undefined ? convert(found) : found
}
