import { stripVTControlCharacters } from 'node:util'

export interface PrintTableOptions {
  /** Columns the whole table may take; a wider one has its widest columns cut with `…`. Default 100. */
  readonly width?: number
  /** Longest cell. Default 60. */
  readonly maxCell?: number
  /** Dims rules and head by ANSI codes. Default false; callers pass false where NO_COLOR is set. */
  readonly color?: boolean
}

/** Rows as an aligned text table: head, rule, one line a row; numbers to the right, control characters made visible. */
export function printTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  options: PrintTableOptions = {},
): string {
  const { width = 100, maxCell = 60, color = false } = options
  const cells = rows.map((row) => columns.map((_, i) => cellText(row[i])))
  const head = columns.map(clean)
  const right = columns.map(
    (_, i) => rows.some((row) => isNumber(row[i])) && rows.every((row) => isNumber(row[i]) || row[i] == null),
  )
  const widths = fit(
    head.map((name, i) =>
      Math.min(maxCell, Math.max(1, displayWidth(name), ...cells.map((row) => displayWidth(row[i] ?? '')))),
    ),
    width,
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 1, right[i] ?? false))
      .join('  ')
      .trimEnd()
  const dim = (text: string) => (color ? `\u001B[2m${text}\u001B[22m` : text)
  const bold = (text: string) => (color ? `\u001B[1m${text}\u001B[22m` : text)
  return [bold(line(head)), dim(widths.map((size) => '─'.repeat(size)).join('  ')), ...cells.map(line)].join('\n')
}

/** Terminal columns a text takes: two for wide characters, none for combining ones. */
export function displayWidth(text: string): number {
  return Array.from(segmenter.segment(text), ({ segment }) => (WIDE.test(segment) ? 2 : 1)).reduce<number>(
    (a, b) => a + b,
    0,
  )
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `0x${Buffer.from(value.subarray(0, 32)).toString('hex')}`
  if (typeof value === 'object') return clean(JSON.stringify(value))
  return clean(String(value))
}

/** What a row holds must not move the cursor or change the colours of the terminal. */
function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\n', '⏎')
    .replaceAll('\t', ' ')
    .replace(/\p{Cc}/gu, '·')
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint'
}

function fit(widths: readonly number[], total: number): readonly number[] {
  const result = [...widths]
  const gaps = 2 * Math.max(0, result.length - 1)
  let over = result.reduce((sum, size) => sum + size, gaps) - total
  while (over > 0) {
    const widest = result.indexOf(Math.max(...result))
    if ((result[widest] ?? 0) <= 4) break
    result[widest] = (result[widest] ?? 0) - 1
    over--
  }
  return result
}

function pad(cell: string, width: number, right: boolean): string {
  const text = displayWidth(cell) > width ? `${cut(cell, width - 1)}…` : cell
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return right ? blanks + text : text + blanks
}

function cut(text: string, width: number): string {
  let taken = ''
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    used += displayWidth(segment)
    if (used > width) break
    taken += segment
  }
  return taken
}
