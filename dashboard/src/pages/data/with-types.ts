import type { Grid } from '../../../../src/dashboard/api/data.ts'
import type { TableShape } from '../../../../src/dashboard/api/schema.ts'

/** Columns of a table's rows, with their types as the schema says them rather than as the database does. */
export function withTypes(columns: Grid['columns'], shape: TableShape | undefined): Grid['columns'] {
  return columns.map((column) => {
    const known = shape?.columns.find((one) => one.name === column.name)
    if (known === undefined || known.type === '') return column
    return { ...column, type: known.type, ...(known.dataType !== undefined && { dataType: known.dataType }) }
  })
}
