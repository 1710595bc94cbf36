/** The path of keys as a configuration writes it: `meta.next`, odd keys in brackets. */
export function jsonPathOf(keys: readonly string[]): string {
  if (keys.length === 0) return '$'
  return keys.reduce((path, key) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `${path === '' ? '$' : path}['${key.replace(/['\\]/g, '\\$&')}']`
    return path === '' ? key : `${path}.${key}`
  }, '')
}
