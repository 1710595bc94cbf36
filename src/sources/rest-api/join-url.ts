/** Base URL and path with one slash between; an absolute path stands alone, an empty one is the base itself. */
export function joinUrl(baseUrl: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path
  const base = baseUrl.replace(/\/+$/, '')
  const rest = path.replace(/^\/+/, '')
  return rest === '' ? baseUrl : rest.startsWith('?') ? `${base}${rest}` : `${base}/${rest}`
}
