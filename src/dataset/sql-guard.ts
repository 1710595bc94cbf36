import { ConfigError } from '../errors/tolva-error.ts'
import { type SqlToken, sqlTokens } from './sql-tokens.ts'

const STARTS = new Set('SELECT WITH FROM VALUES TABLE SHOW DESCRIBE DESC EXPLAIN SUMMARIZE PIVOT UNPIVOT'.split(' '))
const WRITES = new Set('INSERT UPDATE DELETE MERGE TRUNCATE COPY CREATE DROP ALTER CALL'.split(' '))
const TABLE_FOLLOWS = new Set('FROM JOIN TABLE DESCRIBE DESC SHOW SUMMARIZE PIVOT UNPIVOT'.split(' '))
const FROM_ENDS = new Set(
  'SELECT WHERE GROUP ORDER HAVING LIMIT OFFSET QUALIFY WINDOW UNION INTERSECT EXCEPT'.split(' '),
)
const OUTSIDE_FUNCTIONS =
  /^(read_\w+|parquet_\w+|sniff_csv|glob|query|query_table|\w+_scan|\w+_scan_pushdown|\w+_query|st_read\w*|getenv|which_secret|duckdb_secrets|from_substrait\w*|force_checkpoint|checkpoint|pg_read_\w+|pg_ls_\w+|pg_terminate_backend|pg_cancel_backend|lo_\w+|dblink\w*|set_config|nextval|setval)$/i
const FILE_NAME = /[/\\:*?]|\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|arrow|feather|db|duckdb|sqlite|gz|zst|bz2)$/i
const FILE_EXTENSION = /^(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|arrow|feather|duckdb|sqlite|gz|zst)$/i

export interface GuardOptions {
  /** true: files and addresses may be read by SQL. Default false. */
  readonly files?: boolean
}

/**
 * Lets one reading statement through and refuses everything else: a second statement, writes, settings, extensions, and (unless
 * allowed) reading files or addresses. The read-only connection is the other wall.
 * @throws ConfigError code `sql_not_read_only`.
 */
export function guardReadOnly(sql: string, options: GuardOptions = {}): void {
  const tokens = sqlTokens(sql)
  const problem = 'problem' in tokens ? tokens.problem : findProblem(tokens, options.files ?? false)
  if (problem === undefined) return
  throw new ConfigError(`this SQL is refused: ${problem}`, {
    code: 'sql_not_read_only',
    hint: 'write one SELECT (or WITH, FROM, VALUES, SHOW, DESCRIBE, EXPLAIN, SUMMARIZE, PIVOT) on tables of the dataset',
  })
}

function findProblem(all: readonly SqlToken[], files: boolean): string | undefined {
  const end = all.findIndex(isSymbol(';'))
  const tokens = end < 0 ? all : all.slice(0, end)
  if (end >= 0 && all.slice(end).some((token) => !isSymbol(';')(token))) return 'it holds more than one statement'
  return (
    startProblem(tokens) ??
    writeProblem(tokens) ??
    (files ? undefined : (functionProblem(tokens) ?? fileProblem(tokens)))
  )
}

function startProblem(tokens: readonly SqlToken[]): string | undefined {
  const words = tokens.filter((token) => !isSymbol('(')(token))
  const first = words[0]
  if (first === undefined) return 'it is empty'
  if (first.kind !== 'word' || !STARTS.has(first.text)) return `it begins with ${first.text}`
  if (first.text !== 'EXPLAIN') return undefined
  const explained = words.slice(1).find(({ kind, text }) => kind === 'word' && (STARTS.has(text) || WRITES.has(text)))
  return explained && WRITES.has(explained.text) ? `it explains ${explained.text}` : undefined
}

/** Writes hide behind WITH and inside its parentheses; SELECT … INTO makes a table in PostgreSQL. */
function writeProblem(tokens: readonly SqlToken[]): string | undefined {
  const index = tokens.findIndex(({ kind, text }, i) => {
    if (kind !== 'word') return false
    const before = tokens[i - 1]
    if (text === 'INTO') return true
    return (
      WRITES.has(text) &&
      before?.kind === 'symbol' &&
      (before.text === '(' || before.text === ')') &&
      !isCall(tokens, i)
    )
  })
  return index < 0 ? undefined : `it holds ${tokens[index]?.text}`
}

function functionProblem(tokens: readonly SqlToken[]): string | undefined {
  const call = tokens.find(
    ({ kind, text }, i) => (kind === 'word' || kind === 'quoted') && OUTSIDE_FUNCTIONS.test(text) && isCall(tokens, i),
  )
  return call && `${call.text.toLowerCase()}() reaches outside of the dataset`
}

interface Level {
  inFrom: boolean
  tableNext: boolean
  /** Arguments of a function, where FROM is a word of its own: `extract(year FROM t)`. */
  readonly call: boolean
}

/** A text or a name like a file where a table is expected makes DuckDB read that file. */
function fileProblem(tokens: readonly SqlToken[]): string | undefined {
  const levels: Level[] = [{ inFrom: false, tableNext: false, call: false }]
  for (const [i, token] of tokens.entries()) {
    const level = levels.at(-1) ?? { inFrom: false, tableNext: false, call: false }
    if (isSymbol('(')(token)) {
      levels.push({ inFrom: level.tableNext, tableNext: level.tableNext, call: isCallOpening(tokens, i) })
      level.tableNext = false
    } else if (isSymbol(')')(token)) {
      if (levels.length > 1) levels.pop()
    } else if (isSymbol(',')(token)) {
      level.tableNext = level.inFrom
    } else if (token.kind === 'word' && opensTable(tokens, i, level)) {
      level.inFrom = true
      level.tableNext = true
    } else if (token.kind === 'word' && FROM_ENDS.has(token.text)) {
      level.inFrom = false
      level.tableNext = false
    } else if (level.tableNext) {
      if (isFile(tokens, i)) return `'${token.text}' would be read as a file`
      level.tableNext = token.kind === 'word' && (token.text === 'LATERAL' || token.text === 'ONLY')
    }
  }
  return undefined
}

function opensTable(tokens: readonly SqlToken[], i: number, level: Level): boolean {
  const word = tokens[i]?.text ?? ''
  if (!TABLE_FOLLOWS.has(word)) return false
  if (word === 'JOIN') return true
  if (word !== 'FROM') return i === 0 || tokens[i - 1]?.text === 'EXPLAIN' || isSymbol('(')(tokens[i - 1])
  if (tokens[i - 1]?.text === 'DISTINCT' && /^(IS|NOT)$/.test(tokens[i - 2]?.text ?? '')) return false
  return !level.call || isSymbol('(')(tokens[i - 1])
}

function isFile(tokens: readonly SqlToken[], i: number): boolean {
  const token = tokens[i]
  if (token?.kind === 'string') return true
  const name = [token]
  for (let next = i + 1; isSymbol('.')(tokens[next]); next += 2) name.push(tokens[next + 1])
  const last = name.at(-1)
  if (name.some((part) => part?.kind === 'quoted' && FILE_NAME.test(part.text))) return true
  return name.length > 1 && last !== undefined && FILE_EXTENSION.test(last.text)
}

function isCall(tokens: readonly SqlToken[], i: number): boolean {
  return isSymbol('(')(tokens[i + 1])
}

/** A parenthesis behind a name that is no keyword; a subquery in it brings its own SELECT. */
function isCallOpening(tokens: readonly SqlToken[], i: number): boolean {
  const before = tokens[i - 1]
  const first = tokens[i + 1]
  if (first?.kind === 'word' && (first.text === 'SELECT' || first.text === 'WITH')) return false
  return (
    before?.kind === 'quoted' ||
    (before?.kind === 'word' && !TABLE_FOLLOWS.has(before.text) && !/^(AS|IN|LATERAL)$/.test(before.text))
  )
}

function isSymbol(text: string) {
  return (token: SqlToken | undefined) => token?.kind === 'symbol' && token.text === text
}
