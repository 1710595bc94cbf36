import { z } from 'zod'
import { ConfigError } from '../errors/tolva-error.ts'
import { camelCase } from './rest-api/from-snake-case.ts'

const Text = z.string().min(1)
const Keys = z.union([Text, z.array(Text)])
const Scalar = z.union([z.string(), z.number(), z.boolean()])

const Incremental = z.strictObject({
  cursor_path: Text,
  initial_value: Scalar.optional(),
  end_value: Scalar.optional(),
  last_value_func: z.enum(['max', 'min']).optional(),
  row_order: z.enum(['asc', 'desc']).optional(),
  on_cursor_value_missing: z.enum(['raise', 'include', 'exclude']).optional(),
  lag: z.number().optional(),
  range_start: z.enum(['closed', 'open']).optional(),
  range_end: z.enum(['open', 'closed']).optional(),
  primary_key: Keys.optional(),
})

const Column = z.looseObject({ data_type: Text.optional(), nullable: z.boolean().optional() })

/** Hints of a resource as declarations of any source may have them, in dlt's snake_case. */
export const declaredHints = {
  table_name: Text.optional(),
  write_disposition: z.union([Text, z.looseObject({ disposition: Text })]).optional(),
  primary_key: Keys.optional(),
  merge_key: Keys.optional(),
  columns: z.record(z.string(), Column).optional(),
  max_table_nesting: z.number().int().nonnegative().optional(),
  schema_contract: z.union([Text, z.record(z.string(), Text)]).optional(),
  incremental: Incremental.optional(),
}

/** Keys whose own keys are the user's, and so are theirs. */
const NAMES = ['columns']
const UNTOUCHED = ['csv']

/** A declaration in camelCase; names of columns stay what they are. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      camelCase(key),
      NAMES.includes(key) ? named(inner) : UNTOUCHED.includes(key) ? inner : camelKeys(inner),
    ]),
  )
}

function named(columns: unknown): unknown {
  if (typeof columns !== 'object' || columns === null) return columns
  return Object.fromEntries(Object.entries(columns).map(([name, hint]) => [name, camelKeys(hint)]))
}

/**
 * A declaration that was checked.
 * @throws ConfigError `invalid_config` with the place of what is wrong.
 */
export function checked<T>(schema: z.ZodType<T>, declared: unknown): T {
  const result = schema.safeParse(declared)
  if (result.success) return result.data
  const [first] = result.error.issues
  const keys = first?.path.map((key) => (typeof key === 'symbol' ? String(key) : key)) ?? []
  throw new ConfigError(`${keys.join('.') || 'the source'}: ${first?.message ?? 'it is not valid'}`, {
    code: 'invalid_config',
    hint: 'Correct that key; docs/sql-database.md and docs/filesystem-source.md list those that there are.',
    context: { keys },
  })
}
