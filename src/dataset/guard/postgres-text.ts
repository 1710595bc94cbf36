import { sqlTokens } from '../sql-tokens.ts'
import { POSTGRES_FUNCTIONS, POSTGRES_TABLE_FUNCTIONS, POSTGRES_WORDS } from './postgres-functions.ts'
import type { Refusal } from './refusal.ts'

/** Outside of texts: control characters, and blanks that one engine takes for blanks and another for letters. */
const ODD = /[^\P{Z} ]|[^\P{C}\t\n\r]/u
const TEXTS = /'(?:[^']|'')*'/g

/**
 * What PostgreSQL might read otherwise than DuckDB, whose parser looks at the statement: whatever stands before a parenthesis is a
 * function that may be called, or a word of the language, however the rest is read.
 * @param backslashes true: a backslash in any text takes the quote behind it.
 */
export function postgresTextProblem(
  sql: string,
  { backslashes }: { readonly backslashes: boolean },
): Refusal | undefined {
  if (ODD.test(sql.replace(TEXTS, ' '))) return twofold('it holds blanks or signs that not every engine reads alike')
  if (/(^|[^\p{L}\p{N}_$])u&["']/iu.test(sql)) return twofold("it holds a text U&'…'")
  if ((backslashes || /(^|[^\p{L}\p{N}_$])e'/iu.test(sql)) && sql.includes('\\')) return twofold('it holds a backslash')
  const tokens = sqlTokens(sql)
  if ('problem' in tokens) return twofold(tokens.problem)
  for (const [i, { kind, text }] of tokens.entries()) {
    const isCall = (kind === 'word' || kind === 'quoted') && isSymbol(tokens[i + 1], '(')
    if (!isCall) continue
    const name = text.toLowerCase()
    if (isSymbol(tokens[i - 1], '.') && tokens[i - 2]?.text.toLowerCase() !== 'pg_catalog') return notCalled(text)
    const known = POSTGRES_FUNCTIONS.has(name) || POSTGRES_TABLE_FUNCTIONS.has(name)
    if (known || (kind === 'word' && POSTGRES_WORDS.has(name)) || isNamed(tokens, i)) continue
    return notCalled(text)
  }
  return undefined
}

/** A name that a list of columns follows: `WITH a(x) AS`, `AS t(x)`, or behind the parenthesis of a subquery `) t(x)`. */
function isNamed(tokens: readonly { readonly kind: string; readonly text: string }[], i: number): boolean {
  const before = tokens[i - 1]
  if (before?.kind === 'word' && (before.text === 'AS' || before.text === 'RECURSIVE' || before.text === 'WITH'))
    return true
  if (isSymbol(before, ')')) return true
  if (!isSymbol(before, ',')) return false
  let depth = 0
  for (let at = i + 1; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], '(')) depth += 1
    if (isSymbol(tokens[at], ')')) depth -= 1
    if (depth === 0)
      return (
        tokens[at + 1]?.text === 'AS' &&
        (isSymbol(tokens[at + 2], '(') || /^(NOT|MATERIALIZED)$/.test(tokens[at + 2]?.text ?? ''))
      )
  }
  return false
}

function isSymbol(token: { readonly kind: string; readonly text: string } | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text
}

function twofold(why: string): Refusal {
  return {
    code: 'sql_not_supported',
    why,
    hint: "Write it in plain letters, with texts in '…' and a quote in them doubled.",
  }
}

function notCalled(name: string): Refusal {
  return {
    code: 'sql_function_refused',
    why: `${name.toLowerCase()}() is not among the functions that may be called`,
    hint: 'Use functions that compute from their arguments alone; files, settings and sessions are out of reach.',
  }
}
