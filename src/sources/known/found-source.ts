import { isTable } from '../../config/value-at.ts'
import type { KnownSource } from './known-source.ts'

/** A source of the index as it is shown to people and assistants. */
export interface FoundSource {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly kind: KnownSource['kind']
  readonly tags: readonly string[]
  /** Absent: the person gives it. */
  readonly base_url?: string
  readonly docs_url?: string
  /** The name of the auth, e.g. `bearer`. */
  readonly auth?: string
  readonly endpoints: readonly { readonly resource: string; readonly path: string }[]
  /** Keys to fill in, and how the person comes by them. */
  readonly secrets: readonly { readonly key: string; readonly description: string }[]
  readonly settings: readonly { readonly key: string; readonly description: string }[]
  /** false: never run against the real API. */
  readonly verified: boolean
  /** The command that makes a project of it. */
  readonly init: string
}

/** What there is to say of a source. */
export function describeSource(source: KnownSource): FoundSource {
  const { name, title, description, kind, tags, docsUrl, verified, sourceName } = source
  const client = isTable(source.source?.client) ? source.source.client : {}
  const keyed = (fields: KnownSource['secrets']) =>
    fields.map(({ field, description: how }) => ({ key: `sources.${sourceName}.${field}`, description: how }))
  return {
    name,
    title,
    description,
    kind,
    tags,
    ...(typeof client.base_url === 'string' && { base_url: client.base_url }),
    ...(docsUrl !== undefined && { docs_url: docsUrl }),
    ...authOf(client.auth),
    endpoints: endpointsOf(source.source?.resources),
    secrets: keyed(source.secrets),
    settings: keyed(source.settings),
    verified,
    init: kind === 'openapi' ? 'tolva init openapi DOCUMENT duckdb' : `tolva init ${name} duckdb`,
  }
}

function authOf(auth: unknown): { readonly auth?: string } {
  if (typeof auth === 'string') return { auth }
  return isTable(auth) ? { auth: typeof auth.type === 'string' ? auth.type : 'bearer' } : {}
}

function endpointsOf(resources: unknown): FoundSource['endpoints'] {
  if (!Array.isArray(resources)) return []
  return resources.flatMap((resource: unknown) => {
    if (typeof resource === 'string') return [{ resource, path: resource }]
    if (!isTable(resource) || typeof resource.name !== 'string') return []
    const { name, endpoint } = resource
    const path = isTable(endpoint) ? endpoint.path : endpoint
    return [{ resource: name, path: typeof path === 'string' ? path : name }]
  })
}
