import type { Hints } from '../../../contracts/resource.ts'
import { snakeCase } from '../../../naming/snake-case.ts'

/** Says of a column, by its name in the source, whether the hints give its type. */
export function hintedColumns(columns: Hints['columns']): (column: string) => boolean {
  const all = Array.isArray(columns)
    ? columns
    : Object.entries(columns ?? {}).map(([name, hint]) => ({ ...hint, name }))
  const typed = new Set(
    all.filter(({ dataType }) => dataType !== undefined).map(({ name }) => snakeCase.normalize(name)),
  )
  return (column) => typed.has(snakeCase.normalize(column))
}
