import type { SourceHints } from '../../contracts/resource.ts'
import type { Auth } from '../../http/auth/auth.ts'
import type { AuthFunction } from '../../http/auth/function-auth.ts'
import type { Paginator } from '../../http/paginators/paginator.ts'
import { isPlainObject } from './is-plain-object.ts'

type Fields = Readonly<Record<string, unknown>>

/** Auths and paginators of the user's own, by the `type` that a configuration names them by. */
export interface CustomKinds {
  /** Gets the object with that type, makes an auth of it. */
  readonly customAuths?: Readonly<Record<string, (config: Fields) => Auth | AuthFunction>>
  /** Gets the object with that type, makes a paginator of it. */
  readonly customPaginators?: Readonly<Record<string, (config: Fields) => Paginator>>
}

/** A configuration that names kinds of the user's own. Only the check before the first request knows what may stand in it. */
export type CustomConfig = SourceHints & { readonly name?: string } & (
    | (CustomKinds & Required<Pick<CustomKinds, 'customAuths'>>)
    | (CustomKinds & Required<Pick<CustomKinds, 'customPaginators'>>)
  ) & {
    readonly client: Fields
    readonly resourceDefaults?: Fields
    readonly resources: readonly unknown[]
  }

/** The configuration with what its own kinds make in the places that name them, and without the kinds. */
export function withCustomKinds(config: Fields): Fields {
  const { customAuths, customPaginators, ...rest } = config
  const kinds = { auth: makersOf(customAuths), paginator: makersOf(customPaginators) }
  const inEndpoint = (item: unknown) =>
    isPlainObject(item) && isPlainObject(item.endpoint) ? { ...item, endpoint: made(item.endpoint, kinds) } : item
  return {
    ...rest,
    client: made(rest.client, kinds),
    ...(rest.resourceDefaults === undefined ? {} : { resourceDefaults: inEndpoint(rest.resourceDefaults) }),
    resources: Array.isArray(rest.resources) ? rest.resources.map(inEndpoint) : rest.resources,
  }
}

type Makers = ReadonlyMap<string, (config: Fields) => unknown>

function makersOf(kinds: unknown): Makers {
  const entries = isPlainObject(kinds) ? Object.entries(kinds) : []
  return new Map(
    entries.flatMap(([name, make]) => (typeof make === 'function' ? [[name, (config) => make(config)]] : [])),
  )
}

function made(place: unknown, kinds: { readonly auth: Makers; readonly paginator: Makers }): unknown {
  if (!isPlainObject(place)) return place
  const replaced = (['auth', 'paginator'] as const).flatMap((key) => {
    const option = place[key]
    const type = isPlainObject(option) ? option.type : option
    const make = typeof type === 'string' ? kinds[key].get(type) : undefined
    const config = isPlainObject(option) ? option : { type }
    return make === undefined ? [] : [[key, withKey(make(config), config)] as const]
  })
  return { ...place, ...Object.fromEntries(replaced) }
}

/** Positions of a paginator with other options are not to be gone on from. */
function withKey(kind: unknown, config: Fields): unknown {
  return isPlainObject(kind) && 'next' in kind && kind.key === undefined
    ? { ...kind, key: JSON.stringify(config) }
    : kind
}
