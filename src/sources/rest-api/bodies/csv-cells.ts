const WHOLE = /^-?(0|[1-9]\d{0,17})$/
const DECIMAL = /^-?(0|[1-9]\d*)\.\d+([eE][+-]?\d+)?$/
const TRUTH = /^(true|false)$/i

/**
 * The cells of one column of a page as JSON. All whole numbers (of at most 18 digits, without leading zeros), all numbers, or
 * all true and false become that; in any other column all are texts.
 */
export function cellsAsJson(cells: readonly (string | null)[], asText: boolean): readonly string[] {
  const spell = asText ? undefined : spelling(cells.filter((cell): cell is string => cell !== null && cell !== ''))
  if (spell === undefined) return cells.map((cell) => (cell === null ? 'null' : JSON.stringify(cell)))
  return cells.map((cell) => (cell === null || cell === '' ? 'null' : spell(cell)))
}

/** How the values of a column are spelled in JSON; undefined: as texts. */
function spelling(filled: readonly string[]): ((cell: string) => string) | undefined {
  if (filled.length === 0) return undefined
  if (filled.every((cell) => TRUTH.test(cell))) return (cell) => cell.toLowerCase()
  if (filled.every((cell) => WHOLE.test(cell))) return (cell) => cell
  // A column has one type: beside 2.5 a 2 is 2.0.
  if (filled.every((cell) => DECIMAL.test(cell) || WHOLE.test(cell)))
    return (cell) => (DECIMAL.test(cell) ? cell : `${cell}.0`)
  return undefined
}
