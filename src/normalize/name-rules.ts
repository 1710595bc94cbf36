import type { NamingConvention } from '../naming/naming-convention.ts'
import type { Schema } from '../schema/stored.ts'

/** How keys become columns and lists become tables under one schema. Cached: every method is called once a key and row. */
export interface NameRules {
  readonly naming: NamingConvention
  /** A key of a row. Blank keys become `_empty`. */
  column(key: string): string
  /** A key under which a list stands. */
  table(key: string): string
  /** Normalized fragments joined and shortened. */
  join(path: readonly string[], last: string): string
}

const BLANK = /^\s*$/u
const CACHE_LIMIT = 20_000

/** Bounded memo: forgets everything when full, so that endless new keys cannot fill the memory. */
function memo(compute: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>()
  return (key) => {
    const hit = known.get(key)
    if (hit !== undefined) return hit
    if (known.size >= CACHE_LIMIT) known.clear()
    const value = compute(key)
    known.set(key, value)
    return value
  }
}

/** The rules of a schema under a naming convention that already knows the destination's length limit. */
export function nameRules(schema: Schema, naming: NamingConvention): NameRules {
  const breaks = schema.normalizers.use_break_path_on_normalize !== false
  const column = breaks ? (key: string) => naming.normalizePath(key) : (key: string) => naming.normalizeIdentifier(key)
  const table = breaks
    ? (key: string) => naming.normalizeTablesPath(key)
    : (key: string) => naming.normalizeTableIdentifier(key)
  const joined = memo((fragments) => naming.shortenFragments(...fragments.split('\u0000')))
  return {
    naming,
    column: memo((key) => (BLANK.test(key) ? '_empty' : column(key))),
    table: memo(table),
    join: (path, last) => (path.length === 0 ? last : joined(`${path.join('\u0000')}\u0000${last}`)),
  }
}
