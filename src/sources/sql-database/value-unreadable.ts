import { SourceError } from '../../errors/tolva-error.ts'

/** A value that its column's type cannot hold here. */
export interface UnreadableValue {
  readonly table: string
  readonly column: string
  /** What it was to be read as. */
  readonly type: string
  /** 0-based number of the row in the table's order of reading. */
  readonly row: number | undefined
  readonly reason?: string
  readonly cause?: unknown
}

/** The error for a value that cannot be read; it says in which column and row it stands. */
export function valueUnreadable({ table, column, type, row, reason, cause }: UnreadableValue): SourceError {
  const place = row === undefined ? '' : ` (row ${row + 1})`
  return new SourceError(
    `table ${table}: a value of column ${column} cannot be read as ${type}${place}${reason ? `: ${reason}` : ''}`,
    {
      code: 'source_value_unreadable',
      hint: 'Cast the column to text in query, or leave such rows out there.',
      context: { table, column, ...(row === undefined ? {} : { row }) },
      cause,
    },
  )
}
