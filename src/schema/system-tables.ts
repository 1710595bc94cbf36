import type { NamingConvention } from '../naming/naming-convention.ts'
import { newTable } from './new-table.ts'
import { normalizeTable } from './normalize-table.ts'
import type { Column, Table } from './stored.ts'

/** Names of dlt's own tables before the naming convention. */
export const SYSTEM_TABLES = { version: '_dlt_version', loads: '_dlt_loads', state: '_dlt_pipeline_state' } as const

const text = (name: string, description: string, nullable = false): Column => ({
  name,
  data_type: 'text',
  nullable,
  description,
})
const bigint = (name: string, description: string): Column => ({
  name,
  data_type: 'bigint',
  nullable: false,
  description,
})
const timestamp = (name: string, description: string): Column => ({
  name,
  data_type: 'timestamp',
  nullable: false,
  description,
})
const loadId = (name: string, description: string): Column => ({
  name,
  data_type: 'text',
  nullable: false,
  precision: 64,
  description,
})

/** Columns of `_dlt_version`, whose order is that of the rows a loader inserts. */
const VERSION_COLUMNS: readonly Column[] = [
  bigint('version', 'Numeric version of the schema, incremented on each schema change'),
  bigint('engine_version', 'Version of the dlt schema engine that created this schema'),
  timestamp('inserted_at', 'Timestamp when this schema version was stored'),
  text('schema_name', 'Name of the schema'),
  text('version_hash', 'Unique hash of the schema content, used to detect changes'),
  text('schema', 'JSON representation of the complete schema definition'),
]

const LOADS_COLUMNS: readonly Column[] = [
  loadId('load_id', 'Unique identifier of the load operation'),
  text('schema_name', 'Name of the schema associated with this load', true),
  bigint('status', 'Status of the load operation (0 = success)'),
  timestamp('inserted_at', 'Timestamp when the load was completed'),
  text('schema_version_hash', 'Hash of the schema version used during this load', true),
]

const STATE_COLUMNS: readonly Column[] = [
  bigint('version', 'Numeric version of the pipeline state'),
  bigint('engine_version', 'Version of the dlt state engine'),
  text('pipeline_name', 'Name of the pipeline this state belongs to'),
  text('state', 'Compressed JSON representation of the pipeline state'),
  timestamp('created_at', 'Timestamp when this state was created'),
  text('version_hash', 'Hash of the state content, used to detect changes', true),
  loadId('_dlt_load_id', 'Load identifier linking this row to its load operation'),
]

function clientTable(name: string, columns: readonly Column[], description: string): Table {
  return { ...newTable(name, { columns, writeDisposition: 'skip' }), description }
}

/** `_dlt_version`: one row per stored schema version. Every schema has it. */
export function versionTable(naming: NamingConvention): Table {
  return normalizeTable(
    clientTable(SYSTEM_TABLES.version, VERSION_COLUMNS, 'Created by DLT. Tracks schema updates'),
    naming,
  )
}

/** `_dlt_loads`: one row per loaded package. Every schema has it. */
export function loadsTable(naming: NamingConvention): Table {
  return normalizeTable(
    clientTable(SYSTEM_TABLES.loads, LOADS_COLUMNS, 'Created by DLT. Tracks completed loads'),
    naming,
  )
}

/**
 * `_dlt_pipeline_state` as the state's resource hints it: without `_dlt_id`, which normalizing adds as for any table.
 * It joins a schema when the first state row is written.
 */
export function stateTable(naming: NamingConvention): Table {
  return normalizeTable(
    {
      columns: new Map(STATE_COLUMNS.map((column) => [column.name, column])),
      write_disposition: 'append',
      file_format: 'preferred',
      name: SYSTEM_TABLES.state,
      resource: SYSTEM_TABLES.state,
    },
    naming,
  )
}

/** Whether a table or column name is one of dlt's own: it starts with the normalized `_dlt`. */
export function isSystemName(name: string, naming: NamingConvention): boolean {
  return name.startsWith(naming.normalizeTableIdentifier('_dlt'))
}
