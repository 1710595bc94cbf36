import type { OpenApiConversion } from '../../src/sources/rest-api/openapi/conversion.ts'

export type Node = Readonly<Record<string, unknown>>

export const text = { type: 'string' }
export const integer = { type: 'integer' }
export const flag = { type: 'boolean' }
export const object = (properties: Node) => ({ type: 'object', properties })
export const list = (items: Node) => ({ type: 'array', items })
export const answer = (schema: Node, headers: Node = {}) => ({
  200: { description: 'ok', headers, content: { 'application/json': { schema } } },
})
export const query = (name: string, schema: Node = integer, more: Node = {}) => ({ name, in: 'query', schema, ...more })
export const get = (schema: Node, parameters: readonly Node[] = [], more: Node = {}) => ({
  get: { parameters, responses: answer(schema), ...more },
})
export const api = (paths: Node, more: Node = {}): Node => ({
  openapi: '3.0.3',
  info: { title: 'Shop API', version: '1' },
  servers: [{ url: 'https://api.shop.com/v1' }],
  paths,
  ...more,
})
export const User = object({ id: integer, name: text })

/** A resource of the configuration. */
export function resource(conversion: OpenApiConversion, name: string) {
  const found = conversion.config.resources.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is only ${conversion.config.resources.map((one) => one.name)}`)
  return found
}

export const reason = ({ reasons }: OpenApiConversion, path: string) => reasons.find((one) => one.path === path)?.text

/** The endpoint of a resource, which is an object. */
export function endpointOf(conversion: OpenApiConversion, name: string) {
  const { endpoint } = resource(conversion, name)
  if (typeof endpoint !== 'object') throw new Error('the endpoint is no object')
  return endpoint
}
