import { isObject, type Json, plainSchema, resolved } from './described-values.ts'

export interface DescribedParameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description: string
  readonly schema: Json
}

/** A GET operation as the server serves it. */
export interface DescribedOperation {
  readonly path: string
  readonly parameters: readonly DescribedParameter[]
  readonly schema: unknown
  readonly headers: readonly string[]
  /** Which of these lets a request in; empty: anybody. */
  readonly security: readonly (readonly string[])[]
}

/** The GET operations of a document that answer JSON, by path. */
export function describedOperations(root: Json): ReadonlyMap<string, DescribedOperation> {
  const paths = Object.entries(isObject(root.paths) ? root.paths : {})
  return new Map(
    paths.flatMap(([path, item]) => {
      const node = resolved(root, item)
      return isObject(node.get) ? [[path, operationOf(root, path, { own: node.get, shared: node.parameters })]] : []
    }),
  )
}

function operationOf(
  root: Json,
  path: string,
  { own, shared }: { readonly own: Json; readonly shared: unknown },
): DescribedOperation {
  const response = resolved(root, responseOf(own))
  const contents = isObject(response.content) ? response.content : {}
  const json = Object.entries(contents).find(([type]) => type.includes('json'))?.[1]
  const security = own.security ?? root.security
  return {
    path,
    parameters: [...list(shared), ...list(own.parameters)].map((one) => parameterOf(root, resolved(root, one))),
    schema: isObject(json) ? json.schema : response.schema,
    headers: isObject(response.headers) ? Object.keys(response.headers).map((name) => name.toLowerCase()) : [],
    security: list(security).map((demand) => Object.keys(isObject(demand) ? demand : {})),
  }
}

function responseOf({ responses }: Json): unknown {
  if (!isObject(responses)) return {}
  const code = ['200', ...Object.keys(responses).filter((one) => one.startsWith('2')), 'default'].find(
    (one) => one in responses,
  )
  return code === undefined ? {} : responses[code]
}

function parameterOf(root: Json, node: Json): DescribedParameter {
  return {
    name: String(node.name),
    in: String(node.in),
    required: node.required === true,
    description: String(node.description ?? ''),
    schema: plainSchema(root, node.schema ?? node),
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
