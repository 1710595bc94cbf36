import { snakeWords } from './words.ts'

const EMPTY_WORDS =
  /^(the|an?|of|for|and|s|api|apis|rest|restful|openapi|open|swagger|spec|specification|official|public|v\d\w*|\d+|\d+\.\d+|sample|example|definition|documentation|docs|reference|service|server)$/

/**
 * A name that files, tables and variables take: the given one; else a short one of what the title says besides that it is an API,
 * or of a long title, the host's.
 */
export function nameSource(
  given: string | undefined,
  { title, baseUrl }: { readonly title: string; readonly baseUrl: string },
): string {
  const words = title
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !EMPTY_WORDS.test(word))
  const host = hostName(baseUrl)
  const found = words.length > 0 && (words.length <= 2 || host === undefined) ? words.slice(0, 4).join('_') : host
  const name = snakeWords(given ?? found ?? '')
  return name === '' ? 'rest_api' : name.replace(/^(?=\d)/, 'api_')
}

/** `https://api.github.com` → `github`. */
function hostName(baseUrl: string): string | undefined {
  const { hostname } = new URL(baseUrl)
  if (/^[\d.]+$|^\[/.test(hostname) || !hostname.includes('.')) return undefined
  const labels = hostname.split('.').filter((label) => !/^(api|www|rest|dev|apis|v\d+)$/.test(label))
  return labels.length > 1 && /^(co|com|org|net|gov|ac)$/.test(labels.at(-2) ?? '')
    ? labels.at(-3)
    : (labels.at(-2) ?? labels[0])
}
