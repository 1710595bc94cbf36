import type { SqlParser } from '../../duckdb/connect-parser.ts'
import { DUCKDB_FUNCTIONS, DUCKDB_TABLE_FUNCTIONS } from './duckdb-functions.ts'
import { growthProblem } from './growth.ts'
import { PARSER_FUNCTIONS, POSTGRES_FUNCTIONS, POSTGRES_TABLE_FUNCTIONS } from './postgres-functions.ts'
import { postgresTextProblem } from './postgres-text.ts'
import { type Refusal, refused } from './refusal.ts'
import type { SqlRules } from './sql-rules.ts'
import { walkQuery } from './walk-query.ts'

/** Whose SQL a dataset is read with. */
export type QueryLanguage = 'duckdb' | 'postgres' | 'redshift'

/** What a statement is held against. */
export interface QueryGuard {
  readonly parser: SqlParser
  readonly language: QueryLanguage
  readonly dataset: string
  readonly tables: Iterable<string>
}

const LONGEST = 100_000
const EXPLAIN = /^\s*explain(\s+analyze)?(?=[\s(])/i

/**
 * Lets one query through that names tables of the dataset and functions which compute, and refuses everything else. The statement is
 * parsed by DuckDB's parser, and each part of it must be known to be harmless.
 * @throws ConfigError code `sql_not_read_only`, `sql_outside_dataset`, `sql_function_refused`, `sql_too_large`,
 *   `sql_not_supported` or `bad_sql`.
 */
export async function guardQuery(sql: string, guard: QueryGuard): Promise<void> {
  const found = await refusalOf(sql, guard)
  if (found !== undefined) throw refused(found)
}

async function refusalOf(sql: string, guard: QueryGuard): Promise<Refusal | undefined> {
  if (sql.length > LONGEST) {
    const why = `it is longer than ${LONGEST.toLocaleString('en-US')} characters`
    return { code: 'sql_too_large', why, hint: 'Join with a table instead of a long list of values.' }
  }
  const { language } = guard
  const text = language === 'duckdb' ? undefined : postgresTextProblem(sql, { backslashes: language === 'redshift' })
  const parsed = await guard.parser.parse(sql.replace(EXPLAIN, (word) => ' '.repeat(word.length)))
  if ('problem' in parsed) return parsed.problem === 'syntax' ? syntax(parsed) : noQuery(sql)
  if (parsed.statements.length === 0) return readOnly('it is empty')
  if (parsed.statements.length > 1) return readOnly('it holds more than one statement')
  const [tree] = parsed.statements
  return walkQuery(tree, rulesOf(guard)) ?? text ?? growthProblem(tree)
}

function rulesOf({ language, dataset, tables }: QueryGuard): SqlRules {
  const names = { dataset: dataset.toLowerCase(), tables: new Set([...tables].map((name) => name.toLowerCase())) }
  if (language === 'duckdb') {
    return {
      ...names,
      functions: DUCKDB_FUNCTIONS,
      tableFunctions: DUCKDB_TABLE_FUNCTIONS,
      functionSchema: 'main',
      databases: true,
      describes: true,
    }
  }
  return {
    ...names,
    functions: new Set([...POSTGRES_FUNCTIONS, ...PARSER_FUNCTIONS]),
    tableFunctions: POSTGRES_TABLE_FUNCTIONS,
    // Unqualified, a name is looked for among those of the engine first.
    taken: language === 'redshift' ? /^(pg|st[lv]|sv[lv]|svcs|sys)_/ : /^pg_/,
    functionSchema: 'pg_catalog',
    databases: false,
    describes: false,
  }
}

function readOnly(why: string): Refusal {
  return { code: 'sql_not_read_only', why, hint: 'Write one SELECT (or WITH, FROM, VALUES) on tables of the dataset.' }
}

function noQuery(sql: string): Refusal {
  if (/\bpivot\b/i.test(sql)) {
    const hint =
      "Name the values: PIVOT t ON kind IN ('a', 'b') USING count(*), or write count(*) FILTER (WHERE kind = 'a')."
    return { code: 'sql_not_supported', why: 'this PIVOT looks its columns up in the data', hint }
  }
  return readOnly('it is no query')
}

function syntax({ message, position }: { readonly message: string; readonly position?: number }): Refusal {
  const where = position === undefined ? '' : ` (character ${position + 1})`
  return {
    code: 'bad_sql',
    why: `${message}${where}`,
    hint: 'Correct the SQL statement.',
    ...(position !== undefined && { position: position + 1 }),
  }
}
