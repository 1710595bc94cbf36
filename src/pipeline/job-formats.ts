import type { FileFormat } from '../capabilities/capabilities.ts'
import type { Destination } from '../contracts/destination.ts'
import type { Resource } from '../contracts/resource.ts'
import { ConfigError, InternalError } from '../errors/tolva-error.ts'
import type { Schema } from '../schema/stored.ts'
import { inheritedHint } from '../schema/table-chain.ts'

type Formats = Pick<Destination, 'name' | 'capabilities'>

/** As a hint: the format that the destination likes best. */
const PREFERRED = 'preferred'

/**
 * The format of a table's job files: what its schema says where the destination loads that, else what the destination
 * prefers. The schema may have been made for another destination, or by dlt, which writes other formats as well.
 */
export function jobFormat({ name, capabilities }: Formats, schema: Schema, table: string): FileFormat {
  const stored = inheritedHint(schema.tables, table, 'file_format')
  const format = capabilities.formats.find((one) => one === stored) ?? capabilities.formats[0]
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
