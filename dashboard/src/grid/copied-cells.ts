import { wholeText } from './cell-text.ts'

type Rows = readonly (readonly unknown[])[]

/** Cells as spreadsheets take them: a line a row, tabs between; a single cell as it is. */
export function cellsAsTsv(rows: Rows, names?: readonly string[]): string {
  const only = rows[0]
  if (names === undefined && rows.length === 1 && only?.length === 1) return wholeText(only[0])
  const lines = rows.map((row) => row.map((value) => quoted(wholeText(value))).join('\t'))
  return (names === undefined ? lines : [names.map(quoted).join('\t'), ...lines]).join('\n')
}

/** Rows as JSON: one as an object, several as a list of them. */
export function rowsAsJson(rows: Rows, names: readonly string[]): string {
  const objects = rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])))
  return JSON.stringify(objects.length === 1 ? objects[0] : objects, null, 2)
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
