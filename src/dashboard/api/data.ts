import { z } from 'zod'

/** How one column of a table is compared; several are joined by AND. */
export const filter = z.object({
  column: z.string(),
  operator: z.enum(['eq', 'ne', 'gt', 'lt', 'gte', 'lte', 'in', 'not_in', 'contains', 'is_null', 'not_null']),
  /** Texts are compared as the column's type. */
  value: z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]).optional(),
})
export type Filter = z.infer<typeof filter>

export const tableRequest = z.object({
  table: z.string(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
  order: z.array(z.object({ column: z.string(), direction: z.enum(['asc', 'desc']) })).default([]),
  where: z.array(filter).default([]),
  /** Only rows of this load. */
  loadId: z.string().optional(),
})
export type TableRequest = z.infer<typeof tableRequest>

/** Whole numbers beyond 2^53, decimals and times are texts, json is parsed, bytes are `0x…`. */
export const grid = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string(), dataType: z.string().optional() })),
  rows: z.array(z.array(z.unknown())),
  /** What cut the result short; empty: it is whole. */
  limited: z.array(z.object({ by: z.enum(['rows', 'bytes', 'seconds', 'cells']), at: z.number(), text: z.string() })),
  ms: z.number(),
  /** The statement that ran. */
  sql: z.string(),
})
export type Grid = z.infer<typeof grid>

export const rowCounts = z.object({ counts: z.record(z.string(), z.number()) })

export const countRequest = tableRequest.pick({ table: true, where: true, loadId: true })
export type CountRequest = z.infer<typeof countRequest>

export const countAnswer = z.object({ rows: z.number() })

export const queryRequest = z.object({
  sql: z.string().min(1).max(100_000),
  /** Rows; beyond it they are not read. */
  limit: z.number().int().min(1).max(10_000).default(1000),
})

export const exportRequest = z.object({
  format: z.enum(['csv', 'parquet']),
  /** One of the two. */
  sql: z.string().max(100_000).optional(),
  table: tableRequest.omit({ offset: true, limit: true }).optional(),
})
export type ExportRequest = z.infer<typeof exportRequest>

/** What completion in the editor knows. */
export const completion = z.object({
  dialect: z.enum(['duckdb', 'postgres', 'standard']),
  dataset: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) })),
})
export type Completion = z.infer<typeof completion>

/** What a table holds, column by column. */
export const tableProfile = z.object({
  table: z.string(),
  rows: z.number(),
  /** Less than `rows`: only so many were looked at. */
  sampled: z.number(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      nulls: z.number(),
      distinct: z.number(),
      /** true: an estimate. */
      approximate: z.boolean(),
      min: z.string().optional(),
      max: z.string().optional(),
      mean: z.number().optional(),
      top: z.array(z.object({ value: z.string(), count: z.number() })),
      /** What looks like data about people: `email`, `phone`, `name`, …, with the reason. */
      personal: z.object({ kind: z.string(), why: z.string() }).optional(),
      /** What is odd: constant, all null, numbers as text, … */
      remarks: z.array(z.string()),
    }),
  ),
})
export type TableProfile = z.infer<typeof tableProfile>
