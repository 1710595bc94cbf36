import type { Schema } from '../../schema/stored.ts'
import { inheritedHint } from '../../schema/table-chain.ts'
import { isSystemTable, keyPrefix } from './keys.ts'
import type { LakeSession } from './session.ts'
import { tableFormat } from './table-formats/registry.ts'
import type { TableFormat, TablePlace } from './table-formats/table-format.ts'

/** The open format that a table is kept in; undefined: its files are the table. */
export function formatOfTable(schema: Schema, table: string): TableFormat | undefined {
  if (isSystemTable(table)) return undefined
  const hint = inheritedHint(schema.tables, table, 'table_format')
  return hint === undefined ? undefined : tableFormat(hint)
}

/** Where tables of a schema lie, for table formats. */
export async function placeOf(session: LakeSession, schema: Pick<Schema, 'name'>): Promise<TablePlace> {
  return {
    bucket: session.bucket,
    folderOf: (tableName) => keyPrefix(session, { schemaName: schema.name, tableName }),
    scratch: await session.scratch(),
    context: session.context,
  }
}
