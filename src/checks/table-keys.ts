import { columnsWith } from '../schema/column-props.ts'
import type { TableThere } from './tables-there.ts'

/** Columns of a table whose values a row is known by. */
export interface Key {
  readonly columns: readonly string[]
  /** false: several rows may have it; it only must not be null. */
  readonly unique: boolean
  readonly kind: 'primary key' | 'merge key' | 'unique column'
}

/** The keys that a table has by its schema, of columns that are there. */
export function keysOf({ table, columns }: TableThere): readonly Key[] {
  const own = new Set(columns.map(({ name }) => name))
  const named = (prop: 'primary_key' | 'merge_key' | 'unique') =>
    columnsWith(table, prop).filter((name) => own.has(name))
  const [primary, merge] = [named('primary_key'), named('merge_key')]
  const whole = (columnsOf: readonly string[], prop: 'primary_key' | 'merge_key') =>
    // A part of the key that is not there, because no value came, leaves it incomplete.
    columnsOf.length > 0 && columnsOf.length === columnsWith(table, prop, { incomplete: true }).length
  const same = merge.length === primary.length && merge.every((name) => primary.includes(name))
  return [
    ...(whole(primary, 'primary_key') ? [{ columns: primary, unique: true, kind: 'primary key' as const }] : []),
    ...(whole(merge, 'merge_key') && !same ? [{ columns: merge, unique: false, kind: 'merge key' as const }] : []),
    ...named('unique')
      .filter((name) => primary.length !== 1 || primary[0] !== name)
      .map((name) => ({ columns: [name], unique: true, kind: 'unique column' as const })),
  ]
}
