import { SchemaError } from '../errors/tolva-error.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { isComplete, isNewTable } from './column-props.ts'
import { isJsonObject } from './json-object.ts'
import type { Column, Json, Schema, Table } from './stored.ts'
import { isSystemName } from './system-tables.ts'
import { inheritedHint } from './table-chain.ts'

/** What is done about a change: let it in, refuse the run, drop the row, drop the value. */
export type ContractMode = 'evolve' | 'freeze' | 'discard_row' | 'discard_value'

/** Modes for new tables, new columns and changed types. */
export interface Contract {
  readonly tables: ContractMode
  readonly columns: ContractMode
  readonly data_type: ContractMode
}

/** A column or table to leave out from now on. */
export interface ContractFilter {
  readonly entity: 'tables' | 'columns'
  readonly name: string
  readonly mode: 'discard_row' | 'discard_value'
  /** The part of the contract that keeps it out. */
  readonly broken: keyof Contract
}

/** The outcome of a contract: the change that may be made (undefined: the whole table is refused) and what to leave out. */
export interface ContractResult {
  readonly table: Table | undefined
  readonly filters: readonly ContractFilter[]
}

/** Everything may change. */
export const EVOLVE: Contract = { tables: 'evolve', columns: 'evolve', data_type: 'evolve' }

const TYPE_PROPS = ['data_type', 'nullable', 'precision', 'scale', 'timezone'] as const

/**
 * A stored contract in full: a mode for all three, or some of them, the others evolving.
 * @throws SchemaError `invalid_contract`.
 */
export function expandContract(settings: Json | undefined): Contract {
  if (settings === undefined || settings === null) return EVOLVE
  if (isMode(settings)) return { tables: settings, columns: settings, data_type: settings }
  if (!isJsonObject(settings)) throw invalidContract(settings)
  const mode = (entity: keyof Contract): ContractMode => {
    const value = settings[entity] ?? 'evolve'
    if (isMode(value)) return value
    throw invalidContract(value)
  }
  return { tables: mode('tables'), columns: mode('columns'), data_type: mode('data_type') }
}

/**
 * The contract that holds for table `name`: its own hint, else that of the tables above it, else the schema's. dlt's own
 * tables have none.
 * @param added The table as hinted, where it stands in for the stored one.
 */
export function contractOf(schema: Schema, name: string, options: ContractOptions): Contract {
  if (isSystemName(name, options.naming)) return EVOLVE
  const tables = options.added ? new Map(schema.tables).set(name, options.added) : schema.tables
  return expandContract(inheritedHint(tables, name, 'schema_contract') ?? schema.settings.schema_contract)
}

/** What `contractOf` and `applyContract` need beside the schema. */
export interface ContractOptions {
  readonly naming: NamingConvention
  readonly added?: Table
}

/**
 * Holds a change of a table against a contract.
 * @param partial New and changed columns only, as inferred or hinted.
 * @throws SchemaError `contract_tables`, `contract_columns`, `contract_data_type` where the broken mode is `freeze`.
 */
export function applyContract(
  schema: Schema,
  partial: Table,
  options: { readonly contract: Contract; readonly naming: NamingConvention },
): ContractResult {
  const { contract, naming } = options
  if (contract.tables === 'evolve' && contract.columns === 'evolve' && contract.data_type === 'evolve') {
    return { table: partial, filters: [] }
  }
  const existing = schema.tables.get(partial.name)
  const isNew = isNewTable(schema.tables, partial.name)
  if (isNew && contract.tables !== 'evolve') {
    if (contract.tables === 'freeze') throw broken('tables', partial.name, undefined)
    return {
      table: undefined,
      filters: [{ entity: 'tables', name: partial.name, mode: contract.tables, broken: 'tables' }],
    }
  }
  const mayGrow = isNew || existing?.['x-normalizer']?.['evolve-columns-once'] === true
  const columnMode = mayGrow ? 'evolve' : contract.columns
  const columns = new Map<string, Column>()
  const filters: ContractFilter[] = []
  for (const [name, column] of partial.columns) {
    const kind = isSystemName(name, naming) ? undefined : kindOfChange(existing?.columns.get(name), column)
    const mode = kind === 'columns' ? columnMode : kind === 'data_type' ? contract.data_type : 'evolve'
    if (kind === undefined || mode === 'evolve') columns.set(name, column)
    else if (mode === 'freeze') throw broken(kind, partial.name, name)
    else filters.push({ entity: 'columns', name, mode, broken: kind })
  }
  return { table: { ...partial, columns }, filters }
}

function kindOfChange(existing: Column | undefined, column: Column): 'columns' | 'data_type' | undefined {
  if (column.variant) return 'data_type'
  if (!existing || !isComplete(existing)) return 'columns'
  return TYPE_PROPS.some((prop) => prop in column && column[prop] !== existing[prop]) ? 'data_type' : undefined
}

function broken(entity: keyof Contract, table: string, column: string | undefined): SchemaError {
  const what = {
    tables: `table ${table} is new, and new tables are frozen`,
    columns: `column ${column} of table ${table} is new, and its columns are frozen`,
    data_type: `column ${column} of table ${table} got another type, and its types are frozen`,
  }
  return new SchemaError(what[entity], {
    code: `contract_${entity}`,
    hint: `Mend the data, or set \`${entity}\` of the schema contract to evolve, discard_row or discard_value.`,
    context: { table, ...(column === undefined ? {} : { column }) },
  })
}

function isMode(value: unknown): value is ContractMode {
  return value === 'evolve' || value === 'freeze' || value === 'discard_row' || value === 'discard_value'
}

function invalidContract(value: unknown): SchemaError {
  return new SchemaError(`${JSON.stringify(value)} is not a contract mode`, {
    code: 'invalid_contract',
    hint: 'Use evolve, freeze, discard_row or discard_value for tables, columns and data_type, or one for all.',
  })
}
