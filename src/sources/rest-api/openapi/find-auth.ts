import { isPlainObject } from '../is-plain-object.ts'
import type { Node, OpenApiDocument } from './document.ts'
import type { Guess } from './guess.ts'
import type { Operation } from './read-operations.ts'

/** How requests are let in; the secrets themselves are looked up when the source runs. */
export type AuthGuess =
  | { readonly type: 'bearer' }
  | { readonly type: 'http_basic' }
  | { readonly type: 'api_key'; readonly name: string; readonly location: 'header' | 'query' | 'cookie' }
  | {
      readonly type: 'oauth2_client_credentials'
      readonly accessTokenUrl: string
      readonly accessTokenRequestData?: { readonly scope: string }
    }

/** The fields of each that stand in secrets.toml. */
export const AUTH_SECRETS: Readonly<Record<AuthGuess['type'], readonly string[]>> = {
  bearer: ['token'],
  http_basic: ['username', 'password'],
  api_key: ['api_key'],
  oauth2_client_credentials: ['client_id', 'client_secret'],
}

/** The client's auth, and the schemes that cannot be put into a configuration, with the reason. */
export interface AuthFinding {
  readonly auth: Guess<AuthGuess> | undefined
  readonly notes: readonly string[]
}

/** The first scheme that the document demands and that can be served; where it demands none, the first that it knows. */
export function findAuth(document: OpenApiDocument, operations: readonly Operation[], baseUrl: string): AuthFinding {
  const schemes = schemesOf(document)
  if (schemes.size === 0) {
    return {
      auth: undefined,
      notes: ['the document names no way to authenticate: if the API wants one, add auth to client'],
    }
  }
  const demanded = demandsOf(document, operations)
  const wanted = demanded ?? [...schemes.keys()].map((name) => new Map([[name, []]]))
  const notes: string[] = []
  for (const demand of wanted) {
    for (const [name, scopes] of demand) {
      const scheme = schemes.get(name)
      const found = scheme === undefined ? `${name} is not described` : authOf(scheme, { name, scopes, baseUrl })
      if (typeof found === 'string') {
        notes.push(found)
        continue
      }
      const others = [...demand.keys()].filter((other) => other !== name)
      if (others.length > 0)
        notes.push(`besides ${name} requests need ${others.join(' and ')}: put it into client.headers`)
      const alternatives = [...schemes.keys()].filter((other) => !demand.has(other))
      const reason = `${found.reason}${demanded === undefined ? '; no endpoint says that it needs it' : ''}${alternatives.length > 0 ? `; there are also ${alternatives.join(', ')}` : ''}`
      return { auth: { value: found.value, reason }, notes: [...notes, ...otherAuths(operations, name)] }
    }
  }
  return { auth: undefined, notes }
}

/** Operations that want something else than the client has. */
function otherAuths(operations: readonly Operation[], name: string): readonly string[] {
  const wants = new Map<string, string[]>()
  for (const { path, security } of operations) {
    const demands = readDemands(security)
    if (demands.length === 0 || demands.some((demand) => demand.has(name))) continue
    const other = demands.map((demand) => [...demand.keys()].join(' and ')).join(' or ')
    wants.set(other, [...(wants.get(other) ?? []), path])
  }
  return [...wants].map(([other, paths]) => {
    const shown = `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}`
    return `${shown}: not ${name} but ${other} is asked for; give endpoint.auth there`
  })
}

type Demand = ReadonlyMap<string, readonly string[]>

/** What the document demands as a whole; else what most of its operations do. undefined: nothing anywhere. */
function demandsOf(document: OpenApiDocument, operations: readonly Operation[]): readonly Demand[] | undefined {
  const whole = readDemands(document.root.security)
  if (whole.length > 0) return whole
  const counted = new Map<string, number>()
  for (const { security } of operations) {
    const key = JSON.stringify(security ?? [])
    if (readDemands(security).length > 0) counted.set(key, (counted.get(key) ?? 0) + 1)
  }
  const [most] = [...counted].sort(([, a], [, b]) => b - a)
  return most === undefined ? undefined : readDemands(JSON.parse(most[0]))
}

function readDemands(security: unknown): readonly Demand[] {
  if (!Array.isArray(security)) return []
  return security
    .filter(isPlainObject)
    .filter((demand) => Object.keys(demand).length > 0)
    .map(
      (demand) =>
        new Map(
          Object.entries(demand).map(([name, scopes]) => [name, Array.isArray(scopes) ? scopes.map(String) : []]),
        ),
    )
}

function schemesOf({ root, follow }: OpenApiDocument): ReadonlyMap<string, Node> {
  const components = isPlainObject(root.components) ? root.components : {}
  const all = root.securityDefinitions ?? components.securitySchemes
  return new Map(Object.entries(isPlainObject(all) ? all : {}).map(([name, scheme]) => [name, follow(scheme).node]))
}

function authOf(
  scheme: Node,
  { name, scopes, baseUrl }: { readonly name: string; readonly scopes: readonly string[]; readonly baseUrl: string },
): Guess<AuthGuess> | string {
  const type = String(scheme.type).toLowerCase()
  const http = String(scheme.scheme).toLowerCase()
  if (type === 'basic' || (type === 'http' && http === 'basic'))
    return { value: { type: 'http_basic' }, reason: `${name}: HTTP basic` }
  if (type === 'http' && http === 'bearer') return { value: { type: 'bearer' }, reason: `${name}: a bearer token` }
  if (type === 'http') return `${name} is HTTP ${http}, which no auth here speaks`
  if (type === 'apikey') return apiKeyOf(scheme, name)
  if (type === 'openidconnect')
    return {
      value: { type: 'bearer' },
      reason: `${name}: OpenID Connect; get an access token there and give it as token`,
    }
  if (type !== 'oauth2') return `${name} is ${type}, which no auth here speaks`
  return oauth2Of(scheme, { name, scopes, baseUrl })
}

function apiKeyOf(scheme: Node, name: string): Guess<AuthGuess> | string {
  const { in: location, name: field } = scheme
  if (typeof field !== 'string' || (location !== 'header' && location !== 'query' && location !== 'cookie')) {
    return `${name} does not say where its key belongs`
  }
  const isBearer =
    field.toLowerCase() === 'authorization' && /bearer/i.test(`${name} ${String(scheme.description ?? '')}`)
  if (isBearer)
    return { value: { type: 'bearer' }, reason: `${name}: a key in the header ${field}, called a bearer token` }
  const reason = `${name}: a key in the ${location} ${field}`
  return { value: { type: 'api_key', name: field, location }, reason }
}

function oauth2Of(
  scheme: Node,
  { name, scopes, baseUrl }: { readonly name: string; readonly scopes: readonly string[]; readonly baseUrl: string },
): Guess<AuthGuess> {
  const flows = isPlainObject(scheme.flows) ? scheme.flows : {}
  const own = scheme.flow === 'application' ? scheme : flows.clientCredentials
  if (isPlainObject(own) && typeof own.tokenUrl === 'string') {
    const url = URL.canParse(own.tokenUrl, baseUrl) ? new URL(own.tokenUrl, baseUrl).href : own.tokenUrl
    const data = scopes.length > 0 ? { accessTokenRequestData: { scope: scopes.join(' ') } } : {}
    return {
      value: { type: 'oauth2_client_credentials', accessTokenUrl: url, ...data },
      reason: `${name}: OAuth 2 with client credentials`,
    }
  }
  const flow = typeof scheme.flow === 'string' ? scheme.flow : (Object.keys(flows)[0] ?? 'an unknown flow')
  return {
    value: { type: 'bearer' },
    reason: `${name}: OAuth 2 with ${flow}, which needs a person; get an access token that way and give it as token`,
  }
}
