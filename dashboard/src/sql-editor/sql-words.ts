import type { Completion } from '../../../src/dashboard/api/data.ts'

/** The language of a destination, as the API names it. */
export type SqlDialectName = Completion['dialect']

/** What an editor knows of a language. */
export interface SqlWords {
  readonly keywords: readonly string[]
  readonly types: readonly string[]
  readonly functions: readonly string[]
  /** `$tag$ … $tag$` and `e'\n'` are texts, and comments are nested. */
  readonly hasPostgresTexts: boolean
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

// Of statements that read: others are refused.
const KEYWORDS = words(`
  all and any as asc between both by case cast collate cross current_date current_timestamp desc distinct else end escape except
  exists extract false fetch filter first following for from full group grouping having ilike in inner intersect interval into is
  join last lateral leading left like limit natural next not null nulls offset on only or order outer over partition preceding
  range recursive right row rows select sets similar some tablesample then to trailing true unbounded union unknown using values
  when where window with within
`)
const TYPES = words(`
  bigint bool boolean char character date decimal double float int integer json numeric precision real smallint text time
  timestamp timestamptz uuid varchar varying
`)
const FUNCTIONS = words(`
  abs avg cast ceil coalesce concat count date_trunc dense_rank extract first_value floor greatest lag last_value lead least
  length lower max min nullif rank replace round row_number substring sum trim upper
`)
const DUCKDB_KEYWORDS = words(
  'anti asof columns describe exclude glob pivot positional qualify replace sample semi show summarize try_cast unpivot',
)
const DUCKDB_TYPES = words('blob hugeint list map struct tinyint ubigint uinteger union varint')
const DUCKDB_FUNCTIONS = words(`
  approx_count_distinct arg_max arg_min date_diff epoch histogram json_extract list_contains median mode quantile_cont
  regexp_extract regexp_matches strftime string_agg struct_extract time_bucket unnest
`)
const POSTGRES_KEYWORDS = words('array ordinality rollup cube materialized explain analyze')
const POSTGRES_TYPES = words('bytea jsonb')
const POSTGRES_FUNCTIONS = words(`
  age array_agg date_part generate_series json_agg jsonb_array_elements percentile_cont regexp_matches string_agg to_char
  to_timestamp unnest
`)

const WORDS: Readonly<Record<SqlDialectName, SqlWords>> = {
  standard: { keywords: KEYWORDS, types: TYPES, functions: FUNCTIONS, hasPostgresTexts: false },
  duckdb: {
    keywords: [...KEYWORDS, ...DUCKDB_KEYWORDS],
    types: [...TYPES, ...DUCKDB_TYPES],
    functions: [...FUNCTIONS, ...DUCKDB_FUNCTIONS],
    hasPostgresTexts: true,
  },
  postgres: {
    keywords: [...KEYWORDS, ...POSTGRES_KEYWORDS],
    types: [...TYPES, ...POSTGRES_TYPES],
    functions: [...FUNCTIONS, ...POSTGRES_FUNCTIONS],
    hasPostgresTexts: true,
  },
}

/** The words of a language. */
export function sqlWords(dialect: SqlDialectName): SqlWords {
  return WORDS[dialect]
}
