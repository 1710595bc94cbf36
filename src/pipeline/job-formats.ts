import type { FileFormat } from '../capabilities/capabilities.ts'
import type { Destination } from '../contracts/destination.ts'
import type { Resource } from '../contracts/resource.ts'
import { ConfigError, InternalError } from '../errors/tolva-error.ts'
import { completeColumns } from '../schema/column-props.ts'
import type { Schema } from '../schema/stored.ts'
import { inheritedHint } from '../schema/table-chain.ts'

type Formats = Pick<Destination, 'name' | 'capabilities'>

/** As a hint: the format that the destination likes best. */
const PREFERRED = 'preferred'

/**
 * The format of a table's job files: what its schema says where the destination loads that, else what the destination
 * prefers of those that bring the types of the table. The schema may have been made for another destination, or by dlt, which
 * writes other formats as well.
 */
export function jobFormat({ name, capabilities }: Formats, schema: Schema, table: string): FileFormat {
  const stored = inheritedHint(schema.tables, table, 'file_format')
  const { formats, unsupportedInFiles = {} } = capabilities
  const types = completeColumns(schema.tables.get(table) ?? { name: table, columns: new Map() })
  const brings = (format: FileFormat) =>
    !types.some(({ data_type: type }) => type !== undefined && unsupportedInFiles[format]?.includes(type))
  const format = formats.find((one) => one === stored) ?? formats.find(brings) ?? formats[0]
  if (format !== undefined) return format
  throw new InternalError(`the destination ${name} takes no job files`, { code: 'no_job_format' })
}

/**
 * Refuses before anything is read a format that the destination does not load.
 * @throws ConfigError `unsupported_file_format` with the formats it takes.
 */
export function checkFormat(
  { name: resource, hints: { fileFormat } }: Pick<Resource<string, unknown>, 'name' | 'hints'>,
  { name, capabilities }: Formats,
): void {
  if (fileFormat === undefined || fileFormat === PREFERRED) return
  if (capabilities.formats.some((one) => one === fileFormat)) return
  throw new ConfigError(
    `resource ${resource} asks for job files as ${fileFormat}, which destination ${name} does not load`,
    {
      code: 'unsupported_file_format',
      hint: `Use one of ${capabilities.formats.join(', ')}, or leave the format out.`,
      context: { resource, destination: name },
    },
  )
}
