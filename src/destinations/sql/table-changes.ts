import type { PhysicalColumn } from '../../contracts/destination.ts'
import type { WidenedColumn } from '../../contracts/load-package.ts'
import { diffTables } from '../../schema/diff-tables.ts'
import type { Column, Schema } from '../../schema/stored.ts'
import { addColumns, alterType, createTable } from '../../sql/ddl.ts'
import type { ReflectedType, SqlDialect } from '../../sql/dialect.ts'
import type { DatasetSession } from './session.ts'
import { type LongestText, sizedColumn } from './text-sizes.ts'

/** What a table lacks, and how it gets it. */
export interface StatedChange {
  readonly table: string
  readonly exists: boolean
  /** Columns that are not there yet. */
  readonly columns: readonly Column[]
  readonly statements: readonly string[]
  /** What a new table gets when its rows are in. */
  readonly afterRows: readonly string[]
}

/** The statements that make tables as the schema wants them: types first, then new tables and columns. */
export function tableChanges(
  session: Pick<DatasetSession, 'dialect' | 'capabilities' | 'target' | 'textWidth'>,
  wanted: {
    readonly schema: Schema
    readonly tables: readonly string[]
    readonly widened: readonly WidenedColumn[]
    readonly real: ReadonlyMap<string, readonly PhysicalColumn[]>
    /** Absent: not known. */
    readonly longest?: LongestText
  },
): readonly StatedChange[] {
  const { schema, tables, widened, real } = wanted
  const { dialect } = session
  const retyped = widened.flatMap(({ table, column: name }): readonly StatedChange[] => {
    const column = schema.tables.get(table)?.columns.get(name)
    const found = real.get(table)?.find((one) => one.name === name)
    if (column === undefined || found === undefined) return []
    if (isSame(dialect.columnOf(found.type), dialect.columnOf(dialect.typeOf(column)))) return []
    return [
      {
        table,
        exists: true,
        columns: [],
        statements: [alterType(dialect, session.target(table), column)],
        afterRows: [],
      },
    ]
  })
  const caseSensitive = session.capabilities.identifier.fold === 'sensitive'
  const grown = diffTables(schema, real, { tables, caseSensitive }).map(({ table, exists, columns }): StatedChange => {
    const target = session.target(table.name)
    const sized = columns.map((column) => sizedColumn(session, column, wanted.longest?.(table.name, column.name)))
    const change = { table: table.name, exists, columns }
    if (exists) return { ...change, statements: addColumns(dialect, target, sized), afterRows: [] }
    return { ...change, ...newTable(dialect, target, sized) }
  })
  return [...retyped, ...grown]
}

function newTable(
  dialect: SqlDialect,
  target: string,
  columns: readonly Column[],
): Pick<StatedChange, 'statements' | 'afterRows'> {
  const { addUnique, constraintOf } = dialect
  if (addUnique === undefined) return { statements: [createTable(dialect, target, { columns })], afterRows: [] }
  const plain = columns.map(({ unique: _, ...column }) => column)
  const guarded = columns.filter((column) => (constraintOf?.(column) ?? '') !== '')
  return {
    statements: [createTable(dialect, target, { columns: plain })],
    afterRows: guarded.map(({ name }) => addUnique(target, name)),
  }
}

/** Engines have several names for a type. */
function isSame(one: ReflectedType, other: ReflectedType): boolean {
  const keys = ['data_type', 'precision', 'scale', 'timezone'] as const
  return keys.every((key) => one[key] === other[key])
}
