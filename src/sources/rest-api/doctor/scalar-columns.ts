import { isPlainObject } from '../is-plain-object.ts'

/** The values of one key over all rows, in their order; undefined where a row lacks it. */
export interface ScalarColumn {
  readonly name: string
  readonly values: readonly unknown[]
}

/** Top-level keys of rows that never hold an object or a list. */
export function scalarColumns(rows: readonly unknown[]): readonly ScalarColumn[] {
  const objects = rows.filter(isPlainObject)
  if (objects.length === 0 || objects.length < rows.length) return []
  const names = new Set(objects.flatMap((row) => Object.keys(row)))
  return [...names]
    .map((name) => ({ name, values: objects.map((row) => row[name]) }))
    .filter(({ values }) => values.every((value) => typeof value !== 'object' || value === null))
}
