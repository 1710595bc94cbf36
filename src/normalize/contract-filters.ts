import { applyContract, type Contract, type ContractFilter, contractOf } from '../schema/contract.ts'
import type { Table } from '../schema/stored.ts'
import type { Discard } from './set-aside.ts'
import type { TableState } from './table-state.ts'
import type { Tables } from './tables.ts'

/** A value that a contract keeps out. */
export interface Exclusion extends Discard {
  readonly column: string
  readonly mode: 'discard_row' | 'discard_value'
}

/** What contracts keep out of a package: asked for every row, taught by the first that broke one. */
export class ContractFilters {
  readonly #tables: Tables
  readonly #columns = new Map<string, Map<string, ContractFilter>>()
  readonly #refused = new Map<string, ContractFilter>()
  readonly #contracts = new Map<string, Contract>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** Columns or tables that a contract keeps out from now on. */
  leaveOut(table: string, filters: readonly ContractFilter[]): void {
    for (const filter of filters) {
      if (filter.entity === 'tables') this.#refused.set(filter.name, filter)
      else this.#columns.set(table, (this.#columns.get(table) ?? new Map()).set(filter.name, filter))
      // A null of the column has passed the kernel until now; with the filter it no longer may.
      const owner = this.#tables.opened(table)?.owners.get(filter.name)
      if (owner !== undefined && filter.entity === 'columns') owner.stop = true
    }
  }

  /** What to say of rows of a table that is kept out whole; undefined: it is not. */
  refusal(table: string): Discard | undefined {
    const filter = this.#refused.get(table)
    return filter && { table, reason: 'contract on tables', mode: filter.mode }
  }

  /** What to say of a value in a column that is kept out; undefined: it may come in. */
  exclusion(table: string, column: string): Exclusion | undefined {
    const filter = this.#columns.get(table)?.get(column)
    return filter && { table, column, reason: `contract on ${filter.broken}`, mode: filter.mode }
  }

  /** True where some column of the table is kept out. */
  has(table: string): boolean {
    return this.#columns.has(table)
  }

  /**
   * Holds a change against the table's contract.
   * @returns What of it may be made; undefined: the whole table is kept out.
   */
  allowed(state: TableState, added: Table): Table | undefined {
    const { schema, names } = this.#tables
    const contract = this.contractOf(state)
    const { table, filters } = applyContract(schema, added, { contract, naming: names.naming })
    this.leaveOut(state.name, filters)
    return table
  }

  contractOf(state: TableState): Contract {
    const known = this.#contracts.get(state.name)
    if (known !== undefined) return known
    const name = state.stored === undefined ? (state.parent ?? state.name) : state.name
    const contract = contractOf(this.#tables.schema, name, { naming: this.#tables.names.naming })
    this.#contracts.set(state.name, contract)
    return contract
  }
}
