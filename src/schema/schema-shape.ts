import { columnHints, columnType } from './column-text.ts'
import { type Reference, referencesOf } from './render/references.ts'
import type { Column, Schema, Table } from './stored.ts'

/** A schema to be looked at: tables with their columns, and the links between them. */
export interface SchemaShape {
  readonly name: string
  readonly version: number
  readonly hash: string
  readonly tables: readonly TableShape[]
  readonly references: readonly Reference[]
}

export interface TableShape {
  readonly name: string
  readonly schema: string
  readonly parent?: string
  readonly resource?: string
  readonly writeDisposition?: string
  readonly description?: string
  /** `_dlt…` */
  readonly system: boolean
  /** Rows have come. */
  readonly seen: boolean
  readonly hints: Readonly<Record<string, unknown>>
  readonly columns: readonly ColumnShape[]
}

export interface ColumnShape {
  readonly name: string
  /** Absent: hinted, and no value has come. */
  readonly dataType?: string
  /** As people write it: `decimal(10,2)`, `timestamp`, `text`. */
  readonly type: string
  readonly nullable: boolean
  readonly description?: string
  readonly hints: readonly string[]
  /** A column that took values which did not fit the column of this name. */
  readonly variantOf?: string
}

/** What the name of a column ends with that takes values of another type. */
const VARIANT = '__v_'

export function schemaShape(schema: Schema): SchemaShape {
  return {
    name: schema.name,
    version: schema.version,
    hash: schema.version_hash,
    tables: [...schema.tables.values()].map((table) => tableShape(table, schema.name)),
    references: referencesOf(schema),
  }
}

function tableShape(table: Table, schema: string): TableShape {
  const { name, columns, parent, resource, write_disposition, description, 'x-normalizer': facts, ...hints } = table
  return {
    name,
    schema,
    ...(parent && { parent }),
    ...(resource !== undefined && { resource }),
    ...(write_disposition !== undefined && { writeDisposition: write_disposition }),
    ...(description !== undefined && { description }),
    system: name.toLowerCase().startsWith('_dlt'),
    seen: facts?.['seen-data'] === true,
    hints,
    columns: [...columns.values()].map((column) => columnShape(column, columns)),
  }
}

function columnShape(column: Column, columns: Table['columns']): ColumnShape {
  const { name, data_type, nullable = true, description } = column
  const base = variantBase(column, columns)
  return {
    name,
    ...(data_type !== undefined && { dataType: data_type }),
    type: columnType(column),
    nullable,
    ...(description !== undefined && { description }),
    hints: columnHints(column),
    ...(base !== undefined && { variantOf: base }),
  }
}

/** The column whose values of another type this one took; undefined: it is no variant. */
export function variantBase({ name, variant }: Column, columns: Table['columns']): string | undefined {
  const at = name.lastIndexOf(VARIANT)
  if (at <= 0) return undefined
  const base = name.slice(0, at)
  return variant === true || columns.has(base) ? base : undefined
}
