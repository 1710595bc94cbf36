import type { Problem } from '../../../../src/dashboard/api/problem.ts'

/** Where a statement is wrong, in characters from its start, where the database says so. */
export function errorPosition(problem: Problem, sql: string): number | undefined {
  const given = problem.context?.position
  if (typeof given === 'number') return inside(given, sql)
  // DuckDB: `LINE 2: SELECT nme FROM …` and a `^` below it.
  const found = /LINE (\d+): ([^\n]*)\n(\s*)\^/.exec(problem.message)
  if (found === null) return namedPosition(problem.message, sql)
  const [, line = '1', shown = '', gap = ''] = found
  const lines = sql.split('\n')
  const text = lines[Number(line) - 1]
  if (text === undefined) return undefined
  const column = gap.length - `LINE ${line}: `.length
  // Of a long line only a part is shown, with dots at its ends.
  const part = shown.replace(/^\.\.\./, '').replace(/\.\.\.$/, '')
  const start = shown.startsWith('...') ? text.indexOf(part) - 3 : 0
  const before = lines.slice(0, Number(line) - 1).reduce((sum, one) => sum + one.length + 1, 0)
  return inside(before + start + column, sql)
}

function inside(position: number, sql: string): number | undefined {
  return position >= 0 && position < sql.length ? position : undefined
}

/** Where the first name that the message puts in quotes stands as a word of its own. */
function namedPosition(message: string, sql: string): number | undefined {
  const name = /"([^"\n]+)"/.exec(message)?.[1]
  if (name === undefined) return undefined
  const at = sql.search(new RegExp(`(?<![\\w$])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, 'i'))
  return at < 0 ? undefined : at
}
