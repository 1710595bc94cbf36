const WHOLE = /^-?(0|[1-9]\d{0,17})$/
const DECIMAL = /^-?(0|[1-9]\d*)\.\d+([eE][+-]?\d+)?$/
const TRUTH = /^(true|false)$/i

/**
 * The cells of one column of a page as JSON. All whole numbers (of at most 18 digits, without leading zeros), all numbers, or
 * all true and false become that; in any other column all are texts. Empty cells are null.
 */
export function cellsAsJson(cells: readonly string[], asText: boolean): readonly string[] {
  const spell = asText ? JSON.stringify : spelling(cells.filter((cell) => cell !== ''))
  return cells.map((cell) => (cell === '' ? 'null' : spell(cell)))
}

/** How the values of a column are spelled in JSON. */
function spelling(filled: readonly string[]): (cell: string) => string {
  if (filled.every((cell) => TRUTH.test(cell))) return (cell) => cell.toLowerCase()
  if (filled.every((cell) => WHOLE.test(cell))) return (cell) => cell
  // A column has one type: beside 2.5 a 2 is 2.0.
  if (filled.every((cell) => DECIMAL.test(cell) || WHOLE.test(cell)))
    return (cell) => (DECIMAL.test(cell) ? cell : `${cell}.0`)
  return JSON.stringify
}
