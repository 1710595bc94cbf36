import type { Column, Table } from '../schema/stored.ts'
import type { DataType } from '../values/kinds.ts'
import type { ColumnBuilder, TableBuilder } from './builders.ts'
import type { CoerceRules } from './coerce-cell.ts'
import type { KeyNode, ListNode, MapNode } from './plan.ts'
import type { RowIdKind } from './row-id-kind.ts'

/** A complete column with its builder. */
export interface ColumnSlot {
  readonly column: Column
  readonly type: DataType
  readonly builder: ColumnBuilder
}

/** What normalize knows of a table while a package is built. */
export interface TableState {
  readonly name: string
  /** The table its lists stand in; undefined for a table of its own. */
  readonly parent: string | undefined
  /** Fragments whose join is the table's name: children continue them. */
  readonly path: readonly string[]
  /** True where rows carry `_dlt_load_id` and an id of their own instead of a parent's. */
  readonly isRoot: boolean
  /** How a root row gets its id. */
  readonly rowId: RowIdKind
  readonly builder: TableBuilder
  readonly map: MapNode
  readonly rules: CoerceRules
  /** Nesting levels left for its rows; a row that comes on another level is not the kernel's. */
  readonly level: number
  /** The table in the schema as it is now; undefined: not there yet, its first row will add it. */
  stored: Table | undefined
  readonly slots: Map<string, ColumnSlot>
  /** Column → the one key the kernel may fill it from. A second one makes both stop. */
  readonly owners: Map<string, KeyNode | ListNode>
  /** The node the kernel fills this table from. A second one makes both stop. */
  owner: KeyNode | ListNode | undefined
  /** Columns that several keys of one row led to. */
  readonly shared: Set<string>
  readonly nullOnly: Set<string>
}
