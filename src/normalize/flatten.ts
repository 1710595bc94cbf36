import { entriesOf, isFloatAt } from '../values/exact-json.ts'
import { Float, type Value } from '../values/kinds.ts'
import { toValue } from '../values/to-value.ts'
import type { NameRules } from './name-rules.ts'
import type { KeyNode, MapNode } from './plan.ts'

/** One value on its way to a column. */
export interface Cell {
  readonly name: string
  readonly value: Value
  /** The key node that the kernel would use; undefined where the kernel must not learn from it. */
  readonly node: KeyNode | undefined
}

/** A list that becomes rows of a child table. */
export interface PendingList {
  /** Normalized fragments below the table's own path. */
  readonly path: readonly string[]
  readonly items: readonly unknown[]
  readonly node: KeyNode | undefined
}

export interface FlatRow {
  readonly cells: Map<string, Cell>
  readonly lists: Map<string, PendingList>
}

export interface FlattenRules {
  readonly names: NameRules
  /** True: an object or list in this column stays one json value. */
  staysJson(column: string): boolean
  /** Told of a column that two keys of one row lead to: the later value stays. */
  shared(column: string): void
}

/** True for what nests: a plain object, not a date, wrapper or byte array. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

export interface FlattenStart {
  readonly row: Record<string, unknown>
  /** Levels of nesting left. */
  readonly level: number
  /** Where the kernel's plan learns the row's keys; undefined: nowhere. */
  readonly map: MapNode | undefined
}

interface Work extends FlattenStart {
  readonly path: readonly string[]
}

/**
 * Flattens one row: scalars of a level first, then its objects in reverse order of appearance, depth first.
 * This order decides the order of new columns, so it is dlt's, work stack and all.
 */
export function flatten(start: FlattenStart, rules: FlattenRules): FlatRow {
  const cells = new Map<string, Cell>()
  const lists = new Map<string, PendingList>()
  const stack: Work[] = [{ ...start, path: [] }]
  for (let work = stack.pop(); work !== undefined; work = stack.pop()) {
    for (const [key, raw] of entriesOf(work.row)) {
      if (raw === undefined) continue
      const fragment = rules.names.column(key)
      const name = rules.names.join(work.path, fragment)
      const node = work.map?.key(key)
      if (typeof raw === 'object' && work.level > 0 && !rules.staysJson(name)) {
        if (isPlainObject(raw)) {
          node?.allowEmpty()
          stack.push({ row: raw, level: work.level - 1, path: [...work.path, fragment], map: node?.setObject() })
          continue
        }
        if (Array.isArray(raw)) {
          node?.allowEmpty()
          const path = [...work.path, rules.names.table(key)]
          lists.set(path.join('\u0000'), { path, items: raw, node })
          continue
        }
      }
      const value = toValue(typeof raw === 'number' && isFloatAt(work.row, key) ? new Float(raw) : raw)
      if (value === undefined) continue
      if (cells.has(name)) rules.shared(name)
      cells.set(name, { name, value, node })
    }
  }
  return { cells, lists }
}
