/** A value of a cursor as people read it: texts as they are, the rest as JSON. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Where a value stands on a scale: numbers and points in time; undefined for what has no scale. */
export function placeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value === '') return undefined
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  const time = Date.parse(value)
  return /^\d{4}-\d\d/.test(value) && !Number.isNaN(time) ? time : undefined
}

/** `moved`, `stood still` or `went back`, of the values after the last two runs. */
export function movementOf(from: unknown, to: unknown): 'first' | 'moved' | 'stood still' | 'went back' {
  if (from === undefined || from === null) return 'first'
  if (valueText(from) === valueText(to)) return 'stood still'
  const [before, after] = [placeOf(from), placeOf(to)]
  return before !== undefined && after !== undefined && after < before ? 'went back' : 'moved'
}
