/** Data as JSON has it: whole numbers that a JavaScript number cannot hold are texts, maps are objects, what is undefined is gone. */
export function plainJson(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, plain) ?? 'null')
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}
