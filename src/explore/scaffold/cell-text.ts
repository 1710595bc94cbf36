/** A cell of a report that is written. */
export interface CellText {
  /** What the function is to be called; made a name of its own by `reportText`. */
  readonly name: string
  readonly about: string
  /** What it takes from its context. */
  readonly takes: 'sql' | 'dataset' | 'profile'
  /** Lines of its body. */
  readonly body: readonly string[]
}

/** `users__tags by` → `usersTagsBy` */
export function functionName(...words: readonly string[]): string {
  const parts = words
    .join(' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
  const joined = parts
    .map((part, i) => (i === 0 ? part.charAt(0).toLowerCase() : part.charAt(0).toUpperCase()) + part.slice(1))
    .join('')
  return /^[\p{L}_$]/u.test(joined) ? joined : `of${joined}`
}

/** SQL as it stands between backticks. */
export function templateText(sql: string): string {
  return sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
}

/** A text as a literal between single quotes. */
export function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'`
}
