import { ConfigError } from '../../../errors/tolva-error.ts'
import type { OpenApiDocument } from './document.ts'
import { firstServer } from './first-server.ts'
import type { Guess } from './guess.ts'

/**
 * The URL before all paths.
 * @throws ConfigError `no_base_url` where neither the document nor the place it came from says it.
 */
export function findBaseUrl(
  { generation, root }: OpenApiDocument,
  given: { readonly baseUrl?: string; readonly documentUrl?: string },
): Guess<string> {
  if (given.baseUrl !== undefined) return { value: given.baseUrl, reason: 'as given' }
  const found = generation === 2 ? hostOf(root, given.documentUrl) : firstServer(root.servers)
  const url = found.value
  if (URL.canParse(url)) return found
  if (given.documentUrl !== undefined && URL.canParse(url, given.documentUrl)) {
    return {
      value: new URL(url, given.documentUrl).href,
      reason: `${found.reason}, on the host that the document came from`,
    }
  }
  throw new ConfigError(`the document does not say on which host the API is${url === '' ? '' : `, only ${url}`}`, {
    code: 'no_base_url',
    hint: `say it: --base-url https://api.example.com${url.startsWith('/') ? url : ''}`,
  })
}

function hostOf(root: OpenApiDocument['root'], documentUrl: string | undefined): Guess<string> {
  const schemes = Array.isArray(root.schemes) ? root.schemes.map(String) : []
  const from = documentUrl === undefined ? 'https' : new URL(documentUrl).protocol.replace(/:$/, '')
  const scheme = schemes.includes('https') || schemes.length === 0 ? from : (schemes[0] ?? 'https')
  const path = typeof root.basePath === 'string' ? root.basePath : ''
  if (typeof root.host !== 'string') return { value: path, reason: 'basePath' }
  return {
    value: `${schemes.includes('https') ? 'https' : scheme}://${root.host}${path}`,
    reason: 'schemes, host and basePath',
  }
}
