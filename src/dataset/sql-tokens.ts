/** A piece of SQL text; blanks and comments are left out. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol'
  /** Words in upper case, strings and quoted identifiers without their quotes. */
  readonly text: string
}

/** Where a text cannot be cut into tokens; the reason is a phrase for an error. */
export interface SqlLexProblem {
  readonly problem: string
}

const BLANK = /[\s\uFEFF]+/y
const LINE_COMMENT = /--[^\n\r]*/y
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy
const NUMBER = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?/iy
const STRING = /'(?:[^']|'')*'/y
const ESCAPE_STRING = /'(?:[^'\\]|''|\\[\s\S])*'/y
const IDENTIFIER = /"(?:[^"]|"")*"/y
const BACKTICKS = /`(?:[^`]|``)*`/y
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

/** Cuts a text into tokens as DuckDB and PostgreSQL do: nothing that looks like SQL inside a string or comment counts. */
export function sqlTokens(sql: string): readonly SqlToken[] | SqlLexProblem {
  const tokens: SqlToken[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(sql)?.[0]
    if (match !== undefined) at += match.length
    return match
  }
  while (at < sql.length) {
    if (take(BLANK) !== undefined || take(LINE_COMMENT) !== undefined) continue
    if (sql.startsWith('/*', at)) {
      const end = sql.indexOf('*/', at + 2)
      if (end < 0) return { problem: 'a comment does not end' }
      // Engines disagree on nested comments, so what one reads as comment another may run.
      if (sql.slice(at + 2, end).includes('/*')) return { problem: 'comments are nested' }
      at = end + 2
      continue
    }
    const word = take(WORD)
    if (word !== undefined) {
      // E'…' knows backslashes; the prefix belongs to the string.
      const escaped = /^e$/i.test(word) ? take(ESCAPE_STRING) : undefined
      tokens.push(
        escaped === undefined
          ? { kind: 'word', text: word.toUpperCase() }
          : { kind: 'string', text: escaped.slice(1, -1) },
      )
      continue
    }
    const number = take(NUMBER)
    if (number !== undefined) {
      tokens.push({ kind: 'number', text: number })
      continue
    }
    const text = take(STRING)
    if (text !== undefined) {
      tokens.push({ kind: 'string', text: text.slice(1, -1).replaceAll("''", "'") })
      continue
    }
    const quoted = take(IDENTIFIER) ?? take(BACKTICKS)
    if (quoted !== undefined) {
      tokens.push({ kind: 'quoted', text: quoted.slice(1, -1).replaceAll('""', '"') })
      continue
    }
    const tag = take(DOLLAR)
    if (tag !== undefined) {
      const end = sql.indexOf(tag, at)
      if (end < 0) return { problem: 'a dollar-quoted text does not end' }
      tokens.push({ kind: 'string', text: sql.slice(at, end) })
      at = end + tag.length
      continue
    }
    const symbol = sql[at] ?? ''
    if (symbol === "'" || symbol === '"' || symbol === '`') return { problem: 'a quote does not end' }
    tokens.push({ kind: 'symbol', text: symbol })
    at++
  }
  return tokens
}
