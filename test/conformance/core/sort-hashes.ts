/** A document whose boundary hashes are sorted: they are a set, which the original writes in any order. */
export function sortHashes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortHashes)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'unique_hashes' && Array.isArray(item) ? [...item].sort() : sortHashes(item),
    ]),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
