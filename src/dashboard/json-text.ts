/** Data as JSON; whole numbers that a JavaScript number cannot hold are texts. */
export function jsonText(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}
