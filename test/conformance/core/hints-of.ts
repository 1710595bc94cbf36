import { z } from 'zod'
import type { Hints } from '../../../src/contracts/resource.ts'
import { contractHint } from './contract-hint.ts'
import type { CaseHints } from './pipeline-case.ts'
import { decodeTagged } from './tagged.ts'

const extension = z.json().optional()

const columnHint = z
  .strictObject({
    dataType: z.string().optional(),
    nullable: z.boolean().optional(),
    precision: z.number().optional(),
    scale: z.number().optional(),
    timezone: z.boolean().optional(),
    description: z.string().optional(),
    primaryKey: z.boolean().optional(),
    mergeKey: z.boolean().optional(),
    unique: z.boolean().optional(),
    sort: z.boolean().optional(),
    partition: z.boolean().optional(),
    cluster: z.boolean().optional(),
    hardDelete: z.boolean().optional(),
    dedupSort: z.enum(['asc', 'desc']).optional(),
  })
  .catchall(extension)

const columns = z.union([z.array(columnHint.extend({ name: z.string() })), z.record(z.string(), columnHint)])

const keys = z.union([z.string(), z.array(z.string())])
const disposition = z.enum(['append', 'replace', 'merge', 'skip'])
const writeDisposition = z.union([
  disposition,
  z.object({ disposition, strategy: z.string().optional() }).catchall(extension),
])

const incremental = z.strictObject({
  cursorPath: z.string(),
  initialValue: z.unknown().optional(),
  endValue: z.unknown().optional(),
  lastValueFunc: z.enum(['max', 'min']).optional(),
  primaryKey: keys.nullable().optional(),
  rowOrder: z.enum(['asc', 'desc']).nullable().optional(),
  lag: z.number().nullable().optional(),
  onCursorValueMissing: z.enum(['raise', 'include', 'exclude']).optional(),
  rangeStart: z.enum(['closed', 'open']).optional(),
  rangeEnd: z.enum(['open', 'closed']).optional(),
})

/** Hints of a case as the public API takes them; instructions such as `steps` are none of its business. */
export function hintsOf(hints: CaseHints): Hints {
  const field = hints.table_name_field
  const tableName =
    field === undefined ? hints.table_name : (row: Readonly<Record<string, unknown>>) => String(row[field])
  return defined({
    ...keysAndColumns(hints),
    tableName,
    parentTableName: hints.parent_table_name,
    schemaContract: optional(contractHint, hints.schema_contract),
    tableFormat: hints.table_format,
    fileFormat: hints.file_format,
    maxTableNesting: hints.max_table_nesting,
    nestedHints: hints.nested_hints && nestedHints(hints.nested_hints),
    incremental: optional(incremental, decodedIncremental(hints.incremental)),
  })
}

function nestedHints(pairs: NonNullable<CaseHints['nested_hints']>): NonNullable<Hints['nestedHints']> {
  return Object.fromEntries(
    pairs.map(([path, hints]) => {
      const key = typeof path === 'string' ? path : path.join('.')
      return [key, defined(keysAndColumns(z.record(z.string(), z.unknown()).parse(hints)))]
    }),
  )
}

function decodedIncremental(given: unknown): unknown {
  const camel = camelKeys(given)
  if (typeof camel !== 'object' || camel === null) return camel
  return Object.fromEntries(Object.entries(camel).map(([key, value]) => [key, decodeTagged(value)]))
}

function keysAndColumns(hints: Readonly<Record<string, unknown>>) {
  return {
    columns: optional(columns, camelColumns(hints.columns)),
    primaryKey: optional(keys, hints.primary_key),
    mergeKey: optional(keys, hints.merge_key),
    writeDisposition: optional(writeDisposition, camelKeys(hints.write_disposition)),
    references: optional(z.json(), hints.references),
  }
}

function optional<T>(type: z.ZodType<T>, value: unknown): T | undefined {
  return value === undefined || value === null ? undefined : type.parse(value)
}

function camelColumns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, column]) => [name, camelKeys(column)]))
}

function camelKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.startsWith('x-') ? key : key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      item,
    ]),
  )
}

function defined<T extends object>(value: T): T {
  for (const key of Object.keys(value)) if (Reflect.get(value, key) === undefined) Reflect.deleteProperty(value, key)
  return value
}
