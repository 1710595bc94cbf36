import type { LimitedGrid } from '../../dataset/limited-grid.ts'
import type { Grid } from '../api/data.ts'
import type { Unchanged } from '../served-route.ts'

/** A result as the page takes it. */
export function gridAnswer({ columns, rows, limited, ms, sql }: LimitedGrid): Unchanged<Grid> {
  return {
    columns: columns.map(({ name, type, dataType }) => ({ name, type, ...(dataType !== undefined && { dataType }) })),
    rows,
    limited,
    ms,
    sql,
  }
}
