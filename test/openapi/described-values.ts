/** JSON of a description, as far as a generated server must understand it. */
export type Json = Readonly<Record<string, unknown>>

const DEEPEST = 2
const MANY_PARTS = 6

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Follows local references. */
export function resolved(root: Json, node: unknown): Json {
  let at = node
  for (let hops = 0; isObject(at) && typeof at.$ref === 'string' && hops < 50; hops += 1) {
    at = at.$ref
      .slice(2)
      .split('/')
      .map((part) => decodeURIComponent(part.replaceAll('~1', '/').replaceAll('~0', '~')))
      .reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), root)
  }
  return isObject(at) ? at : {}
}

/** A schema with `allOf` laid together and the first alternative taken. */
export function plainSchema(root: Json, node: unknown, depth = 0): Json {
  const schema = resolved(root, node)
  if (depth > MANY_PARTS) return schema
  const isNull = (part: unknown) => resolved(root, part).type === 'null'
  const alternatives = [schema.oneOf, schema.anyOf].flatMap((list) => {
    const [first] = Array.isArray(list) ? list.filter((part) => !isNull(part)) : []
    return first === undefined ? [] : [first]
  })
  const parts = [...(Array.isArray(schema.allOf) ? schema.allOf : []), ...alternatives]
  let all = schema
  for (const part of parts.map((one) => plainSchema(root, one, depth + 1))) {
    const items = [all.items, part.items].filter((one) => one !== undefined)
    const both = {
      properties: joined(part.properties, all.properties),
      ...(items.length > 0 && { items: { allOf: items } }),
    }
    all = { ...part, ...all, ...both }
  }
  return all
}

function joined(under: unknown, over: unknown): Json {
  const [low, high] = [isObject(under) ? under : {}, isObject(over) ? over : {}]
  const both = Object.keys(high).filter((key) => key in low)
  return { ...low, ...high, ...Object.fromEntries(both.map((key) => [key, { allOf: [high[key], low[key]] }])) }
}

export function typeOf(schema: Json): string {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (typeof type === 'string') return type
  if (schema.items !== undefined) return 'array'
  const isMap =
    Object.keys(isObject(schema.properties) ? schema.properties : {}).length > 0 || schema.additionalProperties
  return isMap ? 'object' : 'string'
}

/** What a made-up value is made from: the name of its key, a number, and what the path of the request has given for some names. */
export interface Seed {
  readonly name: string
  readonly n: number
  readonly given: ReadonlyMap<string, string>
}

/** A value that fits the schema, another for each number. What lies deep is left out. */
export function madeUp(root: Json, node: unknown, seed: Seed, depth = 0): unknown {
  const schema = plainSchema(root, node)
  const choices = Array.isArray(schema.enum) ? schema.enum.filter((one) => one !== null) : []
  if (choices.length > 0) return choices[seed.n % choices.length]
  if (schema.const !== undefined) return schema.const
  switch (typeOf(schema)) {
    case 'integer':
      return seed.n
    case 'number':
      return seed.n + 0.5
    case 'boolean':
      return seed.n % 2 === 0
    case 'array':
      return depth >= DEEPEST ? [] : [madeUp(root, schema.items, seed, depth + 1)]
    case 'object':
      return objectOf(root, schema, seed, depth)
    default:
      return textOf(schema, seed)
  }
}

function objectOf(root: Json, schema: Json, seed: Seed, depth: number): Json {
  const properties = Object.entries(isObject(schema.properties) ? schema.properties : {})
  const isFlat = (inner: unknown) => !['array', 'object'].includes(typeOf(plainSchema(root, inner)))
  const kept = properties.filter(([, inner]) => depth < DEEPEST || isFlat(inner))
  return Object.fromEntries(kept.map(([name, inner]) => [name, madeUp(root, inner, { ...seed, name }, depth + 1)]))
}

function textOf(schema: Json, { name, n, given }: Seed): string {
  const known = given.get(name)
  if (known !== undefined) return known
  const two = String((n % 28) + 1).padStart(2, '0')
  if (schema.format === 'date-time') return `2024-01-${two}T00:00:00Z`
  if (schema.format === 'date') return `2024-01-${two}`
  if (schema.format === 'uuid') return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  if (schema.format === 'uri') return `https://example.com/${name}/${n}`
  return `${name}-${n}`
}
