import { ConfigError } from '../../../errors/tolva-error.ts'
import { isPlainObject } from '../is-plain-object.ts'

export type Node = Readonly<Record<string, unknown>>

/** A description of an API, and the way from a reference to what it means. */
export interface OpenApiDocument {
  /** Swagger 2.0, or OpenAPI 3.x. */
  readonly generation: 2 | 3
  readonly root: Node
  /** What a node or the reference in its place stands for; an empty object for what cannot be reached, which is kept in mind. */
  readonly follow: (node: unknown) => { readonly node: Node; readonly name: string | undefined }
  /** References that lead into other files, as far as they were followed. */
  readonly external: ReadonlySet<string>
  /** References that lead nowhere, as far as they were followed. */
  readonly dangling: ReadonlySet<string>
}

/**
 * Takes a parsed JSON or YAML value as a description of an API.
 * @throws ConfigError `not_openapi`.
 */
export function readDocument(value: unknown): OpenApiDocument {
  if (!isPlainObject(value)) throw notOpenApi('it is no object')
  const generation = generationOf(value)
  if (!isPlainObject(value.paths)) throw notOpenApi('it has no paths')
  const external = new Set<string>()
  const dangling = new Set<string>()
  const follow = (node: unknown) => {
    const seen = new Set<string>()
    let name: string | undefined
    let at = node
    while (isPlainObject(at) && typeof at.$ref === 'string') {
      const { $ref } = at
      if (!$ref.startsWith('#')) external.add($ref)
      const found = $ref.startsWith('#') && !seen.has($ref) ? pointedAt(value, $ref) : undefined
      if (found === undefined && $ref.startsWith('#')) dangling.add($ref)
      seen.add($ref)
      name = decoded($ref.slice($ref.lastIndexOf('/') + 1))
      at = found
    }
    return { node: isPlainObject(at) ? at : EMPTY, name }
  }
  return { generation, root: value, follow, external, dangling }
}

const EMPTY: Node = Object.freeze({})

function generationOf(value: Node): 2 | 3 {
  const version = String(value.openapi ?? value.swagger ?? value.swaggerVersion ?? '')
  if (value.swagger !== undefined && /^2(\.0)?$/.test(version)) return 2
  if (value.openapi !== undefined && /^3\./.test(version)) return 3
  throw notOpenApi(version === '' ? 'it has neither openapi: 3.x nor swagger: "2.0"' : `its version is ${version}`)
}

/** What a JSON pointer leads to. */
function pointedAt(root: Node, reference: string): unknown {
  let at: unknown = root
  for (const part of reference.slice(1).split('/').slice(1)) {
    const key = decoded(part)
    if (Array.isArray(at)) at = at[Number(key)]
    else at = isPlainObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
  }
  return at
}

function decoded(part: string): string {
  const unescaped = part.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(unescaped)
  } catch {
    return unescaped
  }
}

function notOpenApi(what: string): ConfigError {
  return new ConfigError(`this is no description of an API that can be read: ${what}`, {
    code: 'not_openapi',
    hint: 'give an OpenAPI 3.0 or 3.1 or a Swagger 2.0 document, in JSON or YAML; older ones can be converted at converter.swagger.io',
  })
}
