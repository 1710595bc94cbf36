import { InternalError, SchemaError } from '../errors/tolva-error.ts'
import type { Column } from '../schema/stored.ts'
import { coerce, NO_FIT } from '../values/coerce.ts'
import { toValue } from '../values/to-value.ts'
import { typeOf } from '../values/type-of.ts'
import { setCell } from './set-cell.ts'
import type { TableState } from './table-state.ts'
import type { Tables } from './tables.ts'

/**
 * Writes a row whose cells are in the order of `columns` into the builders of a root table. The values are of the columns'
 * types, or texts of them.
 */
export function writeCells(
  { tables, state }: { readonly tables: Tables; readonly state: TableState },
  columns: readonly Column[],
  cells: readonly unknown[],
): void {
  const row = state.builder.beginRow(-1, -1)
  columns.forEach((column, index) => {
    const value = toValue(cells[index]) ?? null
    if (value === null && column.nullable === false) throw nullInside(state.name, column)
    if (value === null || column.data_type === undefined) return
    const slot = tables.slot(state, column.name)
    const fitted = coerce(value, typeOf(value), column.data_type, column)
    if (slot === undefined || fitted === NO_FIT || fitted === null) throw misfit(state.name, column)
    setCell(slot, row, fitted)
  })
}

function nullInside(table: string, column: Column): SchemaError {
  return new SchemaError(
    `Column ${column.name} of table ${table} must not be null, but an Arrow page has null there.`,
    {
      code: 'null_in_not_null_column',
      hint: 'Filter such rows out before they are yielded, or declare the column nullable: true.',
      context: { table, column: column.name },
    },
  )
}

function misfit(table: string, column: Column): InternalError {
  return new InternalError(`a value for column ${column.name} is not of type ${column.data_type}`, {
    code: 'import_misfit',
    context: { table, column: column.name },
  })
}
