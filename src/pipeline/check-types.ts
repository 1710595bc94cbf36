import type { Capabilities } from '../capabilities/capabilities.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import type { Normalized } from '../normalize/normalize.ts'
import { completeColumns } from '../schema/column-props.ts'
import type { Column } from '../schema/stored.ts'

/**
 * Refuses columns that a destination has no type for, or that files of their table's format cannot bring there, before a package is
 * made of them.
 * @throws SchemaError `unsupported_type`.
 */
export function checkTypes(
  { jobs, schema }: Pick<Normalized, 'jobs' | 'schema'>,
  { unsupportedTypes, unsupportedInFiles = {} }: Pick<Capabilities, 'unsupportedTypes' | 'unsupportedInFiles'>,
): void {
  for (const { table, format, columns } of jobs) {
    const inFiles = unsupportedInFiles[format] ?? []
    for (const column of completeColumns(schema.tables.get(table) ?? { name: table, columns: new Map() })) {
      const { data_type: type } = column
      if (type === undefined) continue
      if (unsupportedTypes.includes(type)) throw unsupported(table, column, 'which the destination cannot take')
      if (!inFiles.includes(type) || !columns.includes(column.name)) continue
      throw unsupported(table, column, `which job files as ${format} cannot bring there`)
    }
  }
}

function unsupported(table: string, { name, data_type: type }: Column, why: string): SchemaError {
  return new SchemaError(`column ${name} of table ${table} is of type ${type}, ${why}`, {
    code: 'unsupported_type',
    hint: `Give it another data_type in the columns hint (text holds everything), or make it one in a map step.`,
    context: { table, column: name },
  })
}
