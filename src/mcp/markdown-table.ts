const LONGEST_CELL = 300

/** Rows as a table of Markdown; what would break it is escaped, and long values are cut with `…`. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const line = (cells: readonly unknown[]) => `| ${cells.map(cellText).join(' | ')} |`
  return [line(columns), `| ${columns.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n')
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value)
  const short = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text
  return short
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ')
}
