/** The statement of a page of rows without the page: so it is about all of the rows. */
export function statementOf(sql: string): string {
  return sql.replace(/\s+LIMIT \d+(\s+OFFSET \d+)?\s*$/i, '').replace(/\s+OFFSET \d+\s*$/i, '')
}
