import { SourceError } from '../../errors/tolva-error.ts'
import type { ProcessingStep } from './config.ts'
import { isPlainObject } from './is-plain-object.ts'

/** Rows through the configured steps, row by row, in order. */
export function processRows(rows: readonly unknown[], steps: readonly ProcessingStep[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>((current, step) => {
    const kept = step.filter === undefined ? current : current.filter((row) => step.filter?.(asObject(row)))
    const mapped = step.map === undefined ? kept : kept.map((row) => step.map?.(asObject(row)))
    return step.yieldMap === undefined ? mapped : mapped.flatMap((row) => [...(step.yieldMap?.(asObject(row)) ?? [])])
  }, rows)
}

/** Every row with the parent's values in it. */
export function withParentValues(
  rows: readonly unknown[],
  values: Readonly<Record<string, unknown>>,
  resource: string,
): readonly unknown[] {
  return rows.map((row) => ({ ...asObject(row, `include_from_parent of ${resource}`), ...values }))
}

function asObject(row: unknown, what = 'a processing step'): Record<string, unknown> {
  if (isPlainObject(row)) return row
  throw new SourceError(`${what} needs rows that are objects, not ${Array.isArray(row) ? 'lists' : typeof row}`, {
    code: 'row_no_object',
    hint: 'point data_selector at a list of objects',
  })
}
