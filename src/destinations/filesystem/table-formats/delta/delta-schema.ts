import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { Json } from '../../../../schema/stored.ts'
import type { FormatColumn } from '../table-format.ts'
import { deltaType, duckDbType } from './delta-types.ts'

/** A column in the `schemaString` of a table. */
export interface DeltaField {
  readonly name: string
  readonly type: Json
  readonly nullable: boolean
  readonly metadata?: { readonly [key: string]: Json | undefined }
}

/** @throws DestinationError `table_log_broken`. */
export function readFields(schemaString: string, table: string): readonly DeltaField[] {
  const schema: unknown = JSON.parse(schemaString)
  if (isSchema(schema)) return schema.fields
  throw new DestinationError(`the log of Delta table ${table} holds no schema`, {
    code: 'table_log_broken',
    hint: 'Restore the log from a backup, or drop the table and load it anew.',
    context: { table },
  })
}

function isSchema(value: unknown): value is { readonly fields: readonly DeltaField[] } {
  return typeof value === 'object' && value !== null && 'fields' in value && Array.isArray(value.fields)
}

/** @throws DestinationError `unsupported_table_feature`. */
export function columnOfField({ name, type, nullable }: DeltaField): FormatColumn {
  return { name, type: duckDbType(type), nullable }
}

/** Fields of these columns; what is known of a field stays as it is. */
export function writeFields(columns: readonly FormatColumn[], known: readonly DeltaField[]): string {
  const held = new Map(known.map((field) => [field.name, field]))
  const fields = columns.map(
    ({ name, type, nullable }) => held.get(name) ?? { name, type: deltaType(type), nullable, metadata: {} },
  )
  return JSON.stringify({ type: 'struct', fields })
}
