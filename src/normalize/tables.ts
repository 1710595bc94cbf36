import { SchemaError } from '../errors/tolva-error.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { columnsWith } from '../schema/column-props.ts'
import { type NameHints, nameHints } from '../schema/infer-hints.ts'
import { newTable } from '../schema/new-table.ts'
import { propagatedColumns } from '../schema/propagation.ts'
import type { Column, Schema, Table } from '../schema/stored.ts'
import { updateTable } from '../schema/update-table.ts'
import type { Builders } from './builders.ts'
import type { CoercedCell, CoerceRules } from './coerce-cell.ts'
import type { ColumnRole } from './column-builder.ts'
import type { Cell } from './flatten.ts'
import { isPlainKey } from './key-texts.ts'
import { type NameRules, nameRules } from './name-rules.ts'
import { KeyNode, Plan } from './plan.ts'
import { rowIdKind } from './row-id-kind.ts'
import { SetAside } from './set-aside.ts'
import type { ColumnSlot, TableState } from './table-state.ts'

export interface TablesOptions {
  readonly schema: Schema
  readonly naming: NamingConvention
  readonly builders: Builders
  /** Columns that a table may have at the destination. */
  readonly maxColumns: number
  /** How the destination merges tables of a format that say no strategy; absent: by `delete-insert`. */
  readonly mergedBy?: ((tableFormat: string | undefined) => string | undefined) | undefined
  /** Seconds since the epoch. */
  readonly now: number
}

/** dlt's own columns under the naming convention in force. */
export interface DltNames {
  readonly id: string
  readonly loadId: string
  readonly parentId: string
  readonly listIndex: string
}

/** The schema while rows change it, with a state and builders for each table that rows reached. */
export class Tables {
  readonly names: NameRules
  readonly dltNames: DltNames
  readonly plan: Plan
  readonly aside = new SetAside()
  /** true: columns of the root row that is being written may change to a wider type. */
  widens = false
  schema: Schema
  readonly #options: TablesOptions
  readonly #states = new Map<string, TableState>()
  /** Further states of tables that lists of several tables lead to, by table and parent: names of paths may fall together. */
  readonly #cousins = new Map<string, TableState>()
  /** Columns that keep their type whatever comes. */
  readonly #kept = new Set<string>()
  readonly #imported = new Set<string>()
  #hints: NameHints
  #detections: readonly string[]

  constructor(options: TablesOptions) {
    this.#options = options
    this.schema = options.schema
    this.names = nameRules(options.schema, options.naming)
    this.plan = new Plan(options.builders)
    const name = (column: string) => options.naming.normalizeIdentifier(column)
    this.dltNames = {
      id: name('_dlt_id'),
      loadId: name('_dlt_load_id'),
      parentId: name('_dlt_parent_id'),
      listIndex: name('_dlt_list_idx'),
    }
    this.#hints = nameHints(options.schema)
    this.#detections = detectionsOf(options.schema)
  }

  /** The state of a table that rows have reached. */
  opened(table: string): TableState | undefined {
    return this.#states.get(table)
  }

  get states(): Iterable<TableState> {
    return [...this.#states.values(), ...this.#cousins.values()]
  }

  /** Takes over a schema in which hints of further resources were merged. Columns and tables only grow. */
  useSchema(schema: Schema): void {
    this.schema = schema
    this.#hints = nameHints(schema)
    this.#detections = detectionsOf(schema)
    for (const state of this.states) state.stored = schema.tables.get(state.name)
  }

  /** The state of a root table, by its normalized name. */
  root(table: string): TableState {
    return (
      this.#states.get(table) ??
      this.#open({ name: table, path: [table], parent: undefined, level: this.#levels(table) })
    )
  }

  /** Nesting levels left in a nested table that is reached with `level` of them: its own hint may leave fewer. */
  levelIn(table: string, level: number): number {
    const own = this.schema.tables.get(table)?.['x-normalizer']?.max_nesting
    return typeof own === 'number' ? Math.min(own, level) : level
  }

  /** The state of the table that a list below `parent` becomes. */
  child(parent: TableState, path: readonly string[], level: number): TableState {
    const whole = [...parent.path, ...path]
    const name = this.names.join(whole.slice(0, -1), whole.at(-1) ?? '')
    const known = this.#states.get(name)
    const place = { name, path: whole, parent, level: this.levelIn(name, level) }
    if (known === undefined) return this.#open(place)
    if (known.isRoot || known.builder.parent === parent.builder) return known
    return this.#cousins.get(cousinKey(place)) ?? this.#open(place)
  }

  /** True: an object or list in this column stays one json value. */
  staysJson(state: TableState, column: string): boolean {
    const type = state.stored?.columns.get(column)?.data_type ?? this.#hints.preferredType(column)
    return type === 'json'
  }

  /** True where the kernel may write rows of this root table: their ids need no raw row, and nothing else is handed down. */
  kernelReady(state: TableState): boolean {
    if (state.rowId === 'row_hash' || (state.rowId === 'key_hash' && !this.#hasPlainKey(state))) return false
    return Object.keys(propagatedColumns(this.schema, state.name)).every((from) => from === this.dltNames.id)
  }

  /** Whether the key can be hashed from its columns: integers and texts stand there as the source gave them. */
  #hasPlainKey(state: TableState): boolean {
    const names = this.primaryKey(state)
    const isPlain = (name: string) => {
      const column = state.stored?.columns.get(name)
      return column?.data_type !== undefined && isPlainKey(column)
    }
    if (names.length === 0 || !names.every(isPlain)) return false
    state.builder.idFrom = names
    return true
  }

  /** Names of the primary key's columns, incomplete ones included. */
  primaryKey(state: TableState): readonly string[] {
    return state.stored === undefined ? [] : columnsWith(state.stored, 'primary_key', { incomplete: true })
  }

  /** Values other than the row's id that go down to the rows of its lists, by their column there. */
  handedDown(
    state: TableState,
    cells: ReadonlyMap<string, Cell>,
    inherited: ReadonlyMap<string, Cell>,
  ): ReadonlyMap<string, Cell> {
    const entries = Object.entries(propagatedColumns(this.schema, state.name))
    const own = entries.filter(([from]) => from !== this.dltNames.id && cells.has(from))
    if (own.length === 0) return inherited
    const value = (from: string) => cells.get(from)?.value ?? null
    return new Map([
      ...inherited,
      ...own.map(([from, to]) => [to, { name: to, value: value(from), node: undefined }] as const),
    ])
  }

  /**
   * What the schema lacks for a row: new columns of its values, then dlt's own, in dlt's order.
   * @returns undefined where nothing is missing.
   */
  missingColumns(state: TableState, coerced: readonly CoercedCell[], ownId: boolean): Table | undefined {
    const known = state.stored?.columns
    const columns = new Map<string, Column>()
    for (const { column, isNew } of coerced) if (isNew) columns.set(column.name, column)
    for (const [name, type] of this.#ownColumns(state, ownId)) {
      if (known?.get(name)?.data_type !== undefined || columns.has(name)) continue
      if (name === this.dltNames.id && state.isRoot) this.#refuseMixed(state)
      columns.set(name, { ...this.#hints.inferColumn(name, type), ...known?.get(name) })
    }
    if (columns.size === 0) return undefined
    return { ...(state.stored ?? newTable(state.name, { parent: state.parent })), columns }
  }

  /**
   * Lets a partial table into the schema and gives its columns builders.
   *
   * @throws SchemaError `too_many_columns`.
   */
  evolve(state: TableState, partial: Table): void {
    const columns = (state.stored?.columns.size ?? 0) + partial.columns.size
    if (columns > this.#options.maxColumns) throw tooManyColumns(state.name, columns, this.#options.maxColumns)
    this.schema = updateTable(this.schema, partial, { naming: this.names.naming })
    for (const one of this.#statesOf(state.name)) {
      one.stored = this.schema.tables.get(state.name)
      this.#addOwnBuilders(one)
    }
  }

  /** A column that is not to be widened from now on. */
  keepType(table: string, column: string): void {
    this.#kept.add(JSON.stringify([table, column]))
  }

  /** Gives a column another type, in its place. The table's rows must have been flushed. */
  retype(state: TableState, column: Column): void {
    if (state.stored === undefined) return
    const stored = { ...state.stored, columns: new Map(state.stored.columns).set(column.name, column) }
    this.schema = { ...this.schema, tables: new Map(this.schema.tables).set(state.name, stored) }
    for (const one of this.#statesOf(state.name)) {
      one.stored = stored
      if (one.slots.delete(column.name)) one.builder.replaceColumn(column)
      const owner = one.owners.get(column.name)
      if (owner instanceof KeyNode) owner.setColumn(undefined)
      else owner?.setScalar(undefined)
    }
  }

  /** A table that tolva fills by itself: in the schema from now on, whatever a contract says. */
  require(table: Table): Table {
    const known = this.schema.tables.get(table.name)
    if (known !== undefined) return known
    this.schema = updateTable(this.schema, table, { naming: this.names.naming })
    return table
  }

  /** The builder of a complete column, made on first use; undefined where the schema has no such column. */
  slot(state: TableState, name: string): ColumnSlot | undefined {
    const known = state.slots.get(name)
    if (known !== undefined) return known
    const column = state.stored?.columns.get(name)
    if (column?.data_type === undefined) return undefined
    const builder = state.builder.column(name) ?? state.builder.addColumn(column, null)
    const slot: ColumnSlot = { column, type: column.data_type, builder }
    state.slots.set(name, slot)
    return slot
  }

  /** Remembers that a table has rows in this package that came in columns. */
  isImported(state: TableState): void {
    this.#imported.add(state.name)
  }

  #open(place: {
    readonly name: string
    readonly path: readonly string[]
    readonly parent: TableState | undefined
    readonly level: number
  }): TableState {
    const stored = this.schema.tables.get(place.name)
    const isRoot = place.parent === undefined || (stored !== undefined && !stored.parent)
    const above = isRoot ? undefined : place.parent
    const builder = this.#options.builders.addTable({ name: place.name, parent: above?.builder })
    const slots = new Map<string, ColumnSlot>()
    const state: TableState = {
      name: place.name,
      parent: above?.name,
      path: place.path,
      isRoot,
      rowId: stored !== undefined && isRoot ? this.#rowIdOf(stored) : 'random',
      builder,
      map: this.plan.root(builder),
      rules: this.#rules(place.name),
      level: place.level,
      stored,
      slots,
      owners: new Map(),
      owner: undefined,
      shared: new Set(),
      nullOnly: new Set(),
    }
    if (place.parent !== undefined && this.#states.has(place.name)) {
      this.#cousins.set(cousinKey({ name: place.name, parent: place.parent }), state)
    } else this.#states.set(place.name, state)
    this.#addOwnBuilders(state)
    return state
  }

  #statesOf(table: string): readonly TableState[] {
    const first = this.#states.get(table)
    return [...(first ? [first] : []), ...[...this.#cousins.values()].filter(({ name }) => name === table)]
  }

  #rowIdOf(table: Table) {
    const mergedBy = this.#options.mergedBy?.(table.table_format)
    return rowIdKind(this.schema, table, { idColumn: this.dltNames.id, mergedBy })
  }

  #rules(table: string): CoerceRules {
    const { names } = this
    return {
      table,
      names,
      hints: {
        preferredType: (c) => this.#hints.preferredType(c),
        inferColumn: (...a) => this.#hints.inferColumn(...a),
      },
      detections: this.#detections,
      now: this.#options.now,
      columnOf: (name) => this.#states.get(table)?.stored?.columns.get(name),
      mayWiden: (name) => this.widens && !this.#kept.has(JSON.stringify([table, name])),
    }
  }

  /** dlt's own columns of a table with their types, in the order in which dlt adds them to a row. */
  #ownColumns(state: TableState, ownId: boolean): readonly (readonly [string, 'text' | 'bigint', ColumnRole])[] {
    const { id, loadId, parentId, listIndex } = this.dltNames
    const rowId = [id, 'text', 'row_id'] as const
    if (state.isRoot) return [[loadId, 'text', 'load_id'], rowId]
    const rootId = this.#rootIdColumn(state)
    const handed = rootId === undefined ? [] : [[rootId, 'text', 'root_id'] as const]
    if (ownId) return [...handed, rowId]
    return [...handed, [parentId, 'text', 'parent_id'], [listIndex, 'bigint', 'list_index'], rowId]
  }

  /** Builders of dlt's own columns as far as the schema has them. */
  #addOwnBuilders(state: TableState): void {
    for (const [name, , role] of this.#ownColumns(state, false)) {
      const column = state.stored?.columns.get(name)
      if (column?.data_type !== undefined && state.builder.column(name) === undefined)
        state.builder.addColumn(column, role)
    }
  }

  /** Row ids must not be null, so they cannot be added where rows came without. */
  #refuseMixed({ name, stored }: TableState): void {
    if (!this.#imported.has(name) && !stored?.['x-normalizer']?.['seen-data']) return
    throw new SchemaError(
      `table ${name} holds rows without ids, from files or Arrow pages, so others cannot join them`,
      {
        code: 'rows_without_ids',
        hint: 'Yield rows into a table of their own, or load the first page of a new table as rows.',
        context: { table: name },
      },
    )
  }

  #rootIdColumn(state: TableState): string | undefined {
    const root = state.builder.root.name
    return propagatedColumns(this.schema, root)[this.dltNames.id]
  }

  #levels(table: string): number {
    const own = this.schema.tables.get(table)?.['x-normalizer']?.max_nesting
    if (typeof own === 'number') return own
    const json = this.schema.normalizers.json
    const config = typeof json === 'object' && json !== null && 'config' in json ? json.config : undefined
    const all =
      typeof config === 'object' && config !== null && 'max_nesting' in config ? config.max_nesting : undefined
    return typeof all === 'number' ? all : 1000
  }
}

function cousinKey({ name, parent }: { readonly name: string; readonly parent: TableState }): string {
  return JSON.stringify([name, parent.builder.index])
}

function tooManyColumns(table: string, columns: number, most: number): SchemaError {
  return new SchemaError(`Table ${table} would have ${columns} columns; the destination takes ${most}.`, {
    code: 'too_many_columns',
    hint: 'Keys that are data make columns without end: keep that object as one value with maxTableNesting, or a json column.',
    context: { table },
  })
}

function detectionsOf(schema: Schema): readonly string[] {
  const { detections } = schema.settings
  return Array.isArray(detections) ? detections.map(String) : []
}
