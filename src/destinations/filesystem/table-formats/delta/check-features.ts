import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { NextVersion } from '../table-log.ts'
import type { DeltaField } from './delta-schema.ts'
import type { DeltaState } from './replay.ts'

/** Features that need nothing of a reader, or that are looked at where they show. */
const READABLE: ReadonlySet<string> = new Set([
  'timestampNtz',
  'deletionVectors',
  'vacuumProtocolCheck',
  'columnMapping',
])

/** Features that need nothing of a writer, or that are looked at where they show. */
const WRITABLE: ReadonlySet<string> = new Set([
  ...READABLE,
  'appendOnly',
  'invariants',
  'checkConstraints',
  'changeDataFeed',
  'generatedColumns',
  'identityColumns',
  'domainMetadata',
])

/** Settings of a table that ask of its writers what is not done here. */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['delta.enableChangeDataFeed', 'a change data feed'],
  ['delta.enableRowTracking', 'row tracking'],
  ['delta.enableInCommitTimestamps', 'timestamps in commits'],
  ['delta.enableIcebergCompatV1', 'compatibility with Iceberg'],
  ['delta.enableIcebergCompatV2', 'compatibility with Iceberg'],
]

/** Metadata of a column that ask the same. */
const COLUMN_METADATA: readonly (readonly [string, string])[] = [
  ['delta.invariants', 'an invariant'],
  ['delta.generationExpression', 'a generated column'],
  ['delta.identity.start', 'an identity column'],
]

/** @throws DestinationError `unsupported_table_feature` where others wrote what cannot be read here. */
export function checkReadable({ protocol, metaData, files }: DeltaState, table: string): void {
  const unknown = (protocol?.readerFeatures ?? []).filter((feature) => !READABLE.has(feature))
  const mode = metaData?.configuration?.['delta.columnMapping.mode'] ?? 'none'
  if ((protocol?.minReaderVersion ?? 1) > 3) throw unsupported(table, `reader version ${protocol?.minReaderVersion}`)
  if (unknown.length > 0) throw unsupported(table, unknown.join(', '))
  if (mode !== 'none') throw unsupported(table, 'column mapping')
  for (const file of files.values()) if (file.deletionVector) throw unsupported(table, 'deletion vectors')
}

/** @throws DestinationError `unsupported_table_feature` where the table asks of writers what is not done here. */
export function checkWritable(
  { protocol, metaData }: DeltaState,
  fields: readonly DeltaField[],
  { table, mode }: Pick<NextVersion, 'table' | 'mode'>,
): void {
  const settings = metaData?.configuration ?? {}
  const unknown = (protocol?.writerFeatures ?? []).filter((feature) => !WRITABLE.has(feature))
  if (unknown.length > 0) throw unsupported(table.name, unknown.join(', '))
  if ((protocol?.minWriterVersion ?? 2) > 7)
    throw unsupported(table.name, `writer version ${protocol?.minWriterVersion}`)
  for (const [key, what] of SETTINGS) if (settings[key] === 'true') throw unsupported(table.name, what)
  if (Object.keys(settings).some((key) => key.startsWith('delta.constraints.'))) {
    throw unsupported(table.name, 'check constraints')
  }
  for (const [key, what] of COLUMN_METADATA) {
    const field = fields.find(({ metadata }) => metadata && key in metadata)
    if (field) throw unsupported(table.name, `${what} (${field.name})`)
  }
  if (settings['delta.appendOnly'] === 'true' && mode !== 'append') {
    throw new DestinationError(
      `table ${table.name} takes only new rows (delta.appendOnly), but is to be loaded by ${mode}`,
      {
        code: 'unsupported_table_feature',
        hint: 'Load it with the write disposition append, or take the property delta.appendOnly from the table.',
        context: { table: table.name },
      },
    )
  }
}

function unsupported(table: string, what: string): DestinationError {
  return new DestinationError(`Delta table ${table} uses ${what}, which is not supported here`, {
    code: 'unsupported_table_feature',
    hint: 'Write it anew without that feature, or load into another table.',
    context: { table },
  })
}
