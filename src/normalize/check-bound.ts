import { SchemaError } from '../errors/tolva-error.ts'
import type { Schema } from '../schema/stored.ts'

/**
 * Refuses tables that got rows, but not one value for a column that must not be null: a key without data.
 *
 * @throws SchemaError `no_data_for_key`.
 */
export function checkBound(schema: Schema, tables: readonly string[]): void {
  for (const table of tables) {
    for (const column of schema.tables.get(table)?.columns.values() ?? []) {
      if (column.data_type !== undefined || column.nullable !== false) continue
      throw new SchemaError(
        `Column ${column.name} of table ${table} must not be null, but no row has a value for it.`,
        {
          code: 'no_data_for_key',
          hint: 'Check the name of the key against the rows, or give the column a data type and nullable: true.',
          context: { table, column: column.name },
        },
      )
    }
  }
}
