import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { IcebergMetadata } from './metadata.ts'

/** Ids of snapshots take all 64 bits, which a number of JavaScript does not have. */
const IDS = /("(?:current-|parent-|source-)?snapshot-id"\s*:\s*)(-?\d+)/g
const ID_TEXTS = /("(?:current-|parent-|source-)?snapshot-id":)"(-?\d+)"/g

/** @throws DestinationError `table_log_broken`, `unsupported_table_feature`. */
export function parseMetadata(body: Uint8Array, file: string): IcebergMetadata {
  const metadata = parse(body, file)
  if (metadata.properties?.['schema.name-mapping.default'] !== undefined) throw mapped(file)
  if (metadata['format-version'] === 2) return metadata
  throw new DestinationError(
    `an Iceberg table has format version ${metadata['format-version']}; version 2 is supported here`,
    {
      code: 'unsupported_table_feature',
      hint: 'Upgrade a table of version 1 by its writer, or load into another table.',
      context: { file },
    },
  )
}

function parse(body: Uint8Array, file: string): IcebergMetadata {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body).replace(IDS, '$1"$2"'))
    if (isMetadata(value)) return value
  } catch (cause) {
    throw broken(file, cause)
  }
  throw broken(file)
}

export function formatMetadata(metadata: IcebergMetadata): string {
  return JSON.stringify(metadata).replace(ID_TEXTS, '$1$2')
}

/** The format's own specification vouches for what stands below the keys. */
function isMetadata(value: unknown): value is IcebergMetadata {
  return typeof value === 'object' && value !== null && 'format-version' in value && 'location' in value
}

/** Columns of such files are known by their names only, which are not looked at here. */
function mapped(file: string): DestinationError {
  return new DestinationError(
    'an Iceberg table has files without ids of columns (name mapping), which are not supported here',
    {
      code: 'unsupported_table_feature',
      hint: 'Let its writer write the data files anew, or load into another table.',
      context: { file },
    },
  )
}

function broken(file: string, cause?: unknown): DestinationError {
  return new DestinationError('the metadata of an Iceberg table is not readable', {
    code: 'table_log_broken',
    hint: 'Restore the file from a backup, or drop the table and load it anew.',
    context: { file },
    cause,
  })
}
