import { SchemaError } from '../errors/tolva-error.ts'
import { newTable } from '../schema/new-table.ts'
import type { Column } from '../schema/stored.ts'
import { foreignType } from './foreign-type.ts'
import type { TableState } from './table-state.ts'
import type { Tables } from './tables.ts'
import type { ValueWay } from './value-way.ts'

/** A column as a file or stream has it. */
export interface ForeignColumn {
  /** Its name there. */
  readonly source: string
  /** DuckDB's name of its type; undefined: it holds nothing but null. */
  readonly type: string | undefined
  readonly nullable: boolean
  /** true: the file has texts, which are read as the table's column wants them. */
  readonly follows?: boolean
}

/** A column of a file and the column of the table that takes it. */
export interface PlacedColumn {
  readonly source: string
  readonly type: string
  readonly column: Column
}

/** Where the columns of a file go. */
export interface ImportPlan {
  readonly state: TableState
  readonly columns: readonly PlacedColumn[]
  /** Names in the file of columns that a contract keeps out, values or whole rows that have some. */
  readonly kept: readonly {
    readonly source: string
    readonly name: string
    readonly mode: 'discard_row' | 'discard_value'
    /** The part of the contract that keeps it out. */
    readonly reason: string
  }[]
}

/** The schema while rows change it, and what contracts keep out of it. */
export interface ImportInto {
  readonly tables: Tables
  readonly valueWay: ValueWay
}

/**
 * Lets the columns of a file into the schema, as far as the table's contract allows. A column that is there keeps its
 * type; new ones are added in the order of the file.
 * @returns undefined where a contract keeps the whole table out.
 * @throws SchemaError `colliding_columns`, those of the contract.
 */
export function planImport(
  { tables, valueWay }: ImportInto,
  table: string,
  foreign: readonly ForeignColumn[],
): ImportPlan | undefined {
  const { filters } = valueWay
  if (filters.refusal(table) !== undefined) return undefined
  const state = tables.root(table)
  const named = foreign.map((one) => ({ ...one, name: tables.names.column(one.source) }))
  refuseCollisions(named, table)
  for (const { name, type } of named) if (type === undefined) state.nullOnly.add(name)
  const changes = named.flatMap((one) => changeOf(state, one))
  if (changes.length > 0 && !evolve({ tables, valueWay }, state, changes)) return undefined
  const columns: PlacedColumn[] = []
  const kept: ImportPlan['kept'][number][] = []
  for (const { source, name, type } of named) {
    if (type === undefined) continue
    const exclusion = filters.exclusion(table, name)
    const column = state.stored?.columns.get(name)
    if (exclusion !== undefined) kept.push({ source, name, mode: exclusion.mode, reason: exclusion.reason })
    else if (column?.data_type !== undefined) columns.push({ source, type, column })
  }
  refuseMissing(tables, state, columns)
  return { state, columns, kept }
}

/** A column that must not be null would be for every row. */
function refuseMissing(tables: Tables, state: TableState, columns: readonly PlacedColumn[]): void {
  const own = Object.values(tables.dltNames)
  for (const [name, column] of state.stored?.columns ?? []) {
    if (column.nullable !== false || column.data_type === undefined || own.includes(name)) continue
    if (columns.some((placed) => placed.column.name === name)) continue
    throw new SchemaError(
      `Column ${name} of table ${state.name} must not be null, but a file or Arrow page lacks it.`,
      {
        code: 'null_in_not_null_column',
        hint: 'Bring the column, or declare it nullable: true.',
        context: { table: state.name, column: name },
      },
    )
  }
}

function changeOf(state: TableState, one: ForeignColumn & { readonly name: string }): readonly Column[] {
  if (one.type === undefined) return []
  const known = state.stored?.columns.get(one.name)
  const type = foreignType(one.type)
  if (known?.data_type !== undefined) {
    return one.follows || known.data_type === type.data_type ? [] : [{ ...known, data_type: type.data_type }]
  }
  return [{ name: one.name, nullable: one.nullable, ...type, ...known }]
}

function evolve({ tables, valueWay }: ImportInto, state: TableState, changes: readonly Column[]): boolean {
  const columns = new Map(changes.map((column) => [column.name, column]))
  const added = { ...(state.stored ?? newTable(state.name)), columns }
  const table = valueWay.filters.allowed(state, added)
  if (table === undefined) return false
  const isNew = (column: Column) => state.stored?.columns.get(column.name)?.data_type === undefined
  tables.evolve(state, { ...table, columns: new Map([...table.columns].filter(([, column]) => isNew(column))) })
  return true
}

function refuseCollisions(columns: readonly { readonly source: string; readonly name: string }[], table: string): void {
  const byName = new Map<string, string>()
  for (const { source, name } of columns) {
    const other = byName.get(name)
    byName.set(name, source)
    if (other === undefined) continue
    throw new SchemaError(`columns ${other} and ${source} of a file for table ${table} are both named ${name} there`, {
      code: 'colliding_columns',
      hint: 'Rename one of them in the file, or choose the naming convention direct for the source.',
      context: { table, column: name },
    })
  }
}
