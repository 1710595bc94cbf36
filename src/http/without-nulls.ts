/** The options without those that say nothing: null and undefined. @param kept Names for which null says something. */
export function withoutNulls<T extends object>(options: T, kept: readonly string[] = []): T {
  const copy = { ...options }
  for (const [name, value] of Object.entries(copy)) {
    if ((value === null || value === undefined) && !kept.includes(name)) Reflect.deleteProperty(copy, name)
  }
  return copy
}
