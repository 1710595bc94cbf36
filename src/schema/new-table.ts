import type { Column, Json, Table, WriteDisposition } from './stored.ts'

/** What is known of a table that is made. */
export interface NewTableOptions {
  /** Makes a nested table; it inherits disposition and resource from its root. */
  readonly parent?: string
  /** Root tables only; default `append`. */
  readonly writeDisposition?: WriteDisposition
  /** Root tables only; default the table's name. */
  readonly resource?: string
  readonly columns?: readonly Column[]
  readonly schemaContract?: Json
  readonly fileFormat?: string
}

/** A table with dlt's key order: name, columns, disposition, resource (root) or parent (nested). */
export function newTable(name: string, options: NewTableOptions = {}): Table {
  const root = options.parent === undefined || options.parent === ''
  const disposition = options.writeDisposition ?? (root ? 'append' : undefined)
  return {
    name,
    columns: new Map((options.columns ?? []).map((column) => [column.name, column])),
    ...(disposition === undefined ? {} : { write_disposition: disposition }),
    ...(options.schemaContract === undefined ? {} : { schema_contract: options.schemaContract }),
    ...(options.fileFormat === undefined ? {} : { file_format: options.fileFormat }),
    ...(root ? { resource: options.resource ?? name } : { parent: options.parent }),
  }
}
