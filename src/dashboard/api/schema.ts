import { z } from 'zod'

export const columnShape = z.object({
  name: z.string(),
  /** Absent: hinted, and no value has come. */
  dataType: z.string().optional(),
  /** As people write it: `decimal(10,2)`, `timestamp`, `text`. */
  type: z.string(),
  nullable: z.boolean(),
  description: z.string().optional(),
  /** `primary_key`, `merge_key`, `unique`, `row_key`, `parent_key`, `root_key`, `incremental`, `x-…`, … */
  hints: z.array(z.string()),
  /** A column that took values which did not fit the column of this name. */
  variantOf: z.string().optional(),
})

export const tableShape = z.object({
  name: z.string(),
  schema: z.string(),
  parent: z.string().optional(),
  resource: z.string().optional(),
  writeDisposition: z.string().optional(),
  description: z.string().optional(),
  /** `_dlt…` */
  system: z.boolean(),
  /** Rows have come. */
  seen: z.boolean(),
  hints: z.record(z.string(), z.unknown()),
  columns: z.array(columnShape),
})
export type TableShape = z.infer<typeof tableShape>

export const reference = z.object({
  table: z.string(),
  columns: z.array(z.string()),
  to: z.string(),
  toColumns: z.array(z.string()),
  cardinality: z.enum(['one_to_many', 'many_to_one', 'many_to_many', 'one_to_one']),
  label: z.string(),
})

export const schemaShape = z.object({
  name: z.string(),
  version: z.number(),
  hash: z.string(),
  tables: z.array(tableShape),
  references: z.array(reference),
})
export type SchemaShape = z.infer<typeof schemaShape>

/** Versions of a schema that can be had, the newest first. */
export const schemaVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number(),
      hash: z.string(),
      /** ISO timestamp. */
      at: z.string().optional(),
      loadId: z.string().optional(),
      /** `working`: what the next run begins with; `package`: of a package on this machine; `destination`: of `_dlt_version`. */
      from: z.enum(['working', 'package', 'destination']),
    }),
  ),
  /** Why the destination's could not be had. */
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
})
export type SchemaVersions = z.infer<typeof schemaVersions>

export const schemaDiff = z.object({
  from: z.object({ version: z.number(), hash: z.string() }),
  to: z.object({ version: z.number(), hash: z.string() }),
  tables: z.array(
    z.object({
      name: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      /** Hints of the table that changed: `write_disposition: append → merge`. */
      hints: z.array(z.object({ hint: z.string(), from: z.string().optional(), to: z.string().optional() })),
      columns: z.array(
        z.object({
          name: z.string(),
          change: z.enum(['added', 'removed', 'changed']),
          from: z.string().optional(),
          to: z.string().optional(),
        }),
      ),
    }),
  ),
})
export type SchemaDiff = z.infer<typeof schemaDiff>

/** A schema as text: yaml, json, dbml, dot, mermaid, ts. */
export const schemaText = z.object({ format: z.string(), text: z.string() })
