const EXAMPLE_DATES = new Set(['1768-07-21T02:56:07.000003Z', '1768-07-21'])

/** true for what a generated file holds until somebody fills it in: `<configure me>`, `<your token>`, dlt's example dates. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && (EXAMPLE_DATES.has(value) || /^\s*<(configure me|your\b[^>]*)>\s*$/i.test(value))
}
