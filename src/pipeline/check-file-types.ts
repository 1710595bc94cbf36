import type { Capabilities } from '../capabilities/capabilities.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import type { Normalized } from '../normalize/normalize.ts'

/**
 * Refuses columns that files of their table's format cannot bring to the destination, before a package is made of them.
 * @throws SchemaError `unsupported_in_files`.
 */
export function checkFileTypes(
  { jobs, schema }: Pick<Normalized, 'jobs' | 'schema'>,
  { unsupportedInFiles }: Pick<Capabilities, 'unsupportedInFiles'>,
): void {
  if (unsupportedInFiles === undefined) return
  for (const { table, format, columns } of jobs) {
    const refused = unsupportedInFiles[format] ?? []
    for (const column of columns) {
      const type = schema.tables.get(table)?.columns.get(column)?.data_type
      if (type === undefined || !refused.includes(type)) continue
      const other = Object.entries(unsupportedInFiles).find(([, types]) => !types.includes(type))?.[0]
      throw new SchemaError(
        `column ${column} of table ${table} is of type ${type}, which files as ${format} cannot bring there`,
        {
          code: 'unsupported_in_files',
          hint:
            other === undefined
              ? 'Make it a text or a timestamp in a map step or by the columns hint, or leave staging out.'
              : `Give its resource the file format ${other}, or make it a text by the columns hint.`,
          context: { table, column },
        },
      )
    }
  }
}
