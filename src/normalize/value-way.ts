import { QUARANTINE_COLUMNS, quarantineTable } from '../schema/quarantine-table.ts'
import { keyHash, rowHash } from '../values/digest.ts'
import { isFloatAt } from '../values/exact-json.ts'
import { Float } from '../values/kinds.ts'
import { toValue } from '../values/to-value.ts'
import { type CoercedCell, coerceCell } from './coerce-cell.ts'
import { ContractFilters } from './contract-filters.ts'
import { type Cell, flatten, isPlainObject, type PendingList } from './flatten.ts'
import { missingKey } from './key-texts.ts'
import { learnColumn, learnList, learnNull, learnScalar } from './learn.ts'
import type { ListNode, MapNode } from './plan.ts'
import type { CountedDiscard } from './set-aside.ts'
import { setCell } from './set-cell.ts'
import type { TableState } from './table-state.ts'
import type { Tables } from './tables.ts'

/** What a row hands down to the rows of its lists. */
interface Above {
  readonly row: number
  readonly rootRow: number
  readonly index: number
  readonly level: number
  readonly extend: ReadonlyMap<string, Cell>
}

/** What becomes of values that do not fit. */
export interface RowPolicy {
  /** true: what a contract sets aside is kept in the quarantine table. Default false. */
  readonly quarantine?: boolean
  /** true: columns change to a wider type instead of getting variants, where nothing is lost. Default false. */
  readonly widen?: boolean
}

interface Content {
  readonly cells: ReadonlyMap<string, Cell>
  /** The id that the content makes; undefined: the row brings its own, or gets one when it is flushed. */
  readonly id: string | undefined
}

interface Placed {
  readonly cell: Cell
  readonly coerced: CoercedCell
}

/**
 * The way for rows that come as JavaScript values, and for those the kernel stopped at: flattens, coerces, adds what the
 * schema lacks, writes into the same builders, and teaches the kernel's plan.
 */
export class ValueWay {
  readonly #tables: Tables
  readonly filters: ContractFilters

  constructor(tables: Tables) {
    this.#tables = tables
    this.filters = new ContractFilters(tables)
  }

  /**
   * Writes one root row with all its nested rows.
   *
   * @param policy What becomes of values that do not fit; default: variants, and nothing is kept of what is set aside.
   * @throws NeedsWiderColumn, after which the row is written again; SchemaError where a value fits nowhere or breaks a frozen contract; the caller rolls back.
   */
  writeRoot(table: string, item: unknown, policy: RowPolicy): void {
    this.#tables.widens = policy.widen ?? false
    const row = isPlainObject(item) ? item : { value: item }
    if (!this.#refuses(table, 1)) {
      const state = this.#tables.root(table)
      this.#row(state, row, state.map, topOf(state))
    }
    const aside = this.#tables.aside.endRow()
    if (policy.quarantine && aside.length > 0) this.#quarantine(row, aside)
  }

  #quarantine(row: Record<string, unknown>, aside: readonly CountedDiscard[]): void {
    const tables = this.#tables
    const { name } = tables.require(quarantineTable(tables.names.naming))
    const state = tables.root(name)
    const to = QUARANTINE_COLUMNS
    for (const { table, column, reason, mode, count } of aside) {
      const cells = {
        [to.table]: table,
        [to.column]: column,
        [to.reason]: reason,
        [to.mode]: mode,
        [to.count]: count,
        [to.row]: row,
      }
      this.#row(state, cells, undefined, topOf(state))
    }
  }

  /** True, and counted, where a contract keeps the whole table out. */
  #refuses(table: string, rows: number): boolean {
    const refusal = this.filters.refusal(table)
    if (refusal !== undefined) this.#tables.aside.add(refusal, rows)
    return refusal !== undefined
  }

  #row(state: TableState, raw: Record<string, unknown>, map: MapNode | undefined, above: Above): void {
    const tables = this.#tables
    const rules = {
      names: tables.names,
      staysJson: (name: string) => tables.staysJson(state, name),
      shared: (name: string) => void state.shared.add(name),
    }
    const flat = flatten({ row: raw, level: above.level, map }, rules)
    for (const [name, cell] of above.extend) flat.cells.set(name, cell)
    const row = this.#write(state, { cells: flat.cells, id: this.#contentId(state, raw, flat.cells) }, above)
    if (row === undefined || flat.lists.size === 0) return
    const below: Above = {
      row,
      rootRow: state.isRoot ? row : above.rootRow,
      index: 0,
      level: above.level - 1,
      extend: tables.handedDown(state, flat.cells, above.extend),
    }
    for (const list of flat.lists.values()) this.#list(state, list, below)
  }

  #list(parent: TableState, list: PendingList, below: Above): void {
    if (list.items.length === 0) return
    const state = this.#tables.child(parent, list.path, below.level)
    if (this.#refuses(state.name, list.items.length)) return
    const level = this.#tables.levelIn(state.name, below.level)
    this.#items(state, list.items, learnList(list.node, state, level), { ...below, level })
    if (list.node !== undefined && this.filters.refusal(state.name)) list.node.stop = true
  }

  #items(state: TableState, items: readonly unknown[], node: ListNode | undefined, above: Above): void {
    items.forEach((item, index) => {
      if (isPlainObject(item)) this.#row(state, item, node?.items, { ...above, index })
      else if (Array.isArray(item)) this.#wrapped(state, item, node, { ...above, index, level: above.level - 1 })
      else this.#scalar(state, isFloatAt(items, index) ? new Float(Number(item)) : item, node, { ...above, index })
    })
  }

  #scalar(state: TableState, item: unknown, node: ListNode | undefined, above: Above): void {
    const name = this.#tables.names.column('value')
    const value = toValue(item) ?? null
    const cells = new Map<string, Cell>([[name, { name, value, node: undefined }], ...above.extend])
    const row = this.#write(state, { cells, id: undefined }, above)
    if (row === undefined || node === undefined) return
    const slot = state.slots.get(name)
    if (value === null) node.allowNull()
    else if (slot?.builder.isSet(row)) learnScalar(state, node, { slot, name })
  }

  /** A list in a list: a row with nothing but dlt's columns, whose `list` leads on. */
  #wrapped(state: TableState, items: readonly unknown[], node: ListNode | undefined, above: Above): void {
    const { names } = this.#tables
    if (above.level <= 0 || this.#tables.staysJson(state, names.column('list'))) {
      this.#row(state, { list: items }, undefined, above)
      return
    }
    const row = this.#write(state, { cells: new Map(above.extend), id: undefined }, above)
    if (row === undefined || items.length === 0) return
    const level = above.level - 1
    const inner = this.#tables.child(state, [names.table('list')], level)
    if (this.#refuses(inner.name, items.length)) return
    const rootRow = state.isRoot ? row : above.rootRow
    this.#items(inner, items, learnList(node, inner, level), { ...above, row, rootRow, level })
    if (node !== undefined && this.filters.refusal(inner.name)) node.stop = true
  }

  /** Coerces and writes the cells of one row; undefined where a contract set the row aside. */
  #write(state: TableState, content: Content, above: Above): number | undefined {
    const tables = this.#tables
    const placed = this.#place(state, content.cells)
    if (placed === undefined) return undefined
    const ownId = this.#hasOwnId(content.cells)
    const coerced = placed.map((one) => one.coerced)
    const added = tables.missingColumns(state, coerced, ownId)
    if (added !== undefined) {
      const allowed = this.filters.allowed(state, added)
      if (allowed === undefined) {
        this.#refuses(state.name, 1)
        return undefined
      }
      tables.evolve(state, allowed)
    }
    const names = added === undefined ? [] : coerced.map(({ column }) => column.name)
    if (this.#excluded(state, names)) return undefined
    const row = state.builder.beginRow(above.row, above.rootRow, above.index)
    for (const { cell, coerced } of placed) {
      const slot = tables.slot(state, coerced.column.name)
      if (slot === undefined) {
        this.#excludeValue(state, coerced.column.name)
        continue
      }
      setCell(slot, row, coerced.value)
      if (cell.node !== undefined) learnColumn(state, cell.node, { slot, name: cell.name })
    }
    if (content.id !== undefined) state.builder.roleColumn('row_id')?.setText(row, content.id)
    return row
  }

  #place(state: TableState, cells: ReadonlyMap<string, Cell>): readonly Placed[] | undefined {
    if (this.#excluded(state, cells.keys())) return undefined
    const placed: Placed[] = []
    const { id } = this.#tables.dltNames
    for (const cell of cells.values()) {
      if (cell.name === id && (cell.value === null || cell.value === '')) continue
      if (this.filters.exclusion(state.name, cell.name) !== undefined) {
        if (cell.value !== null) this.#excludeValue(state, cell.name)
        continue
      }
      const coerced = coerceCell(cell, state.rules)
      if (coerced !== undefined) {
        placed.push({ cell, coerced })
      } else {
        state.nullOnly.add(cell.name)
        learnNull(state, cell.node, cell.name)
      }
    }
    return placed
  }

  /** True, and counted, where a contract drops the row for one of these columns. */
  #excluded(state: TableState, columns: Iterable<string>): boolean {
    if (!this.filters.has(state.name)) return false
    for (const column of columns) {
      const exclusion = this.filters.exclusion(state.name, column)
      if (exclusion?.mode !== 'discard_row') continue
      this.#tables.aside.add(exclusion)
      return true
    }
    return false
  }

  #excludeValue(state: TableState, column: string): void {
    const exclusion = this.filters.exclusion(state.name, column)
    if (exclusion !== undefined) this.#tables.aside.add(exclusion)
  }

  #hasOwnId(cells: ReadonlyMap<string, Cell>): boolean {
    const own = cells.get(this.#tables.dltNames.id)
    return own !== undefined && own.value !== null && own.value !== ''
  }

  /** The id of a row that is its own content or key; undefined where ids are random. */
  #contentId(state: TableState, raw: Record<string, unknown>, cells: ReadonlyMap<string, Cell>): string | undefined {
    if (state.rowId === 'random' || this.#hasOwnId(cells)) return undefined
    if (state.rowId === 'row_hash') return rowHash(raw)
    const key = this.#tables.primaryKey(state)
    const missing = key.find((name) => !cells.has(name))
    if (missing !== undefined) throw missingKey(state.name, missing)
    return keyHash(Object.fromEntries(key.map((name) => [name, cells.get(name)?.value ?? null])), key)
  }
}

/** Where a root row stands: below nothing. */
function topOf({ level }: TableState): Above {
  return { row: -1, rootRow: -1, index: 0, level, extend: new Map() }
}
