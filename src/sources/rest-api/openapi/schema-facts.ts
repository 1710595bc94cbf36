import { isPlainObject } from '../is-plain-object.ts'
import type { Node, OpenApiDocument } from './document.ts'

/** What a schema says of a value, with its parts and alternatives laid together. */
export interface SchemaFacts {
  readonly kind: 'list' | 'object' | 'scalar' | 'unknown'
  /** Of a scalar: `string`, `integer`, `number`, `boolean`. */
  readonly types: readonly string[]
  /** Schemas of an object's keys, not read yet. */
  readonly properties: ReadonlyMap<string, unknown>
  /** Keys that only some of several alternatives have. */
  readonly unsure: ReadonlySet<string>
  /** Schema of a list's items, not read yet. */
  readonly items: unknown
  /** The name under which the document keeps it. */
  readonly model: string | undefined
  readonly format: string | undefined
  readonly description: string
  readonly choices: readonly unknown[]
  readonly default: unknown
  readonly example: unknown
  readonly minimum: number | undefined
  readonly maximum: number | undefined
}

export type ReadSchema = (node: unknown) => SchemaFacts

/** A reader of a document's schemas. Each is read once; what contains itself is read as far as it is new. */
export function schemaReader(document: OpenApiDocument): ReadSchema {
  const known = new WeakMap<object, SchemaFacts>()
  function read(schema: unknown, within: ReadonlySet<object>): SchemaFacts {
    const { node, name } = document.follow(schema)
    if (within.has(node)) return factsOf({}, name)
    const inner = new Set([...within, node])
    const own = factsOf(node, name)
    const parts = listOf(node.allOf).map((part) => read(part, inner))
    const alternatives = [...listOf(node.oneOf), ...listOf(node.anyOf)]
      .map((part) => read(part, inner))
      .filter(({ kind, types }) => kind !== 'scalar' || types.length > 0)
    return together(own, parts, alternatives)
  }
  return (schema) => {
    const { node, name } = document.follow(schema)
    const facts = known.get(node) ?? read(schema, new Set())
    known.set(node, facts)
    return name === undefined || facts.model === name ? facts : { ...facts, model: name }
  }
}

function factsOf(node: Node, name: string | undefined): SchemaFacts {
  const types = [node.type].flat().filter((type) => typeof type === 'string')
  const properties = isPlainObject(node.properties) ? node.properties : {}
  return {
    kind: kindOf(node, types),
    types: types.filter((type) => SCALARS.has(type)),
    properties: new Map(Object.entries(properties)),
    unsure: new Set(),
    items: node.items,
    model: name,
    format: typeof node.format === 'string' ? node.format : undefined,
    description: typeof node.description === 'string' ? node.description : '',
    choices: Array.isArray(node.enum) ? node.enum : node.const === undefined ? [] : [node.const],
    default: node.default,
    example: node.example ?? (Array.isArray(node.examples) ? node.examples[0] : undefined),
    minimum: numberOf(node.minimum),
    maximum: numberOf(node.maximum),
  }
}

const SCALARS = new Set(['string', 'integer', 'number', 'boolean'])

function kindOf(node: Node, types: readonly string[]): SchemaFacts['kind'] {
  const type = types.find((one) => one !== 'null')
  if (type === 'array' || (type === undefined && node.items !== undefined)) return 'list'
  if (type === 'object' || (type === undefined && isPlainObject(node.properties))) return 'object'
  if (types.length > 0 || Array.isArray(node.enum) || node.const !== undefined) return 'scalar'
  return node.additionalProperties === undefined ? 'unknown' : 'object'
}

/** Parts that hold all together, and alternatives of which the first decides what kind of value it is. */
function together(own: SchemaFacts, parts: readonly SchemaFacts[], alternatives: readonly SchemaFacts[]): SchemaFacts {
  if (parts.length === 0 && alternatives.length === 0) return own
  const all = [own, ...parts, ...alternatives]
  const kind = all.find((facts) => facts.kind !== 'unknown')?.kind ?? 'unknown'
  const alike = all.filter((facts) => facts.kind === kind || facts.kind === 'unknown')
  const items = alike.flatMap((facts) => (facts.items === undefined ? [] : [facts.items]))
  return {
    kind,
    types: [...new Set(alike.flatMap((facts) => facts.types))],
    properties: joinedProperties(alike),
    unsure: unsureKeys([own, ...parts], alternatives),
    items: items.length > 1 ? { anyOf: items } : items[0],
    model: own.model ?? alike.find((facts) => facts.model !== undefined)?.model,
    format: first(alike, 'format'),
    description: own.description || (first(parts, 'description') ?? ''),
    choices: alike.flatMap((facts) => facts.choices),
    default: first(alike, 'default'),
    example: first(alike, 'example'),
    minimum: first(alike, 'minimum'),
    maximum: first(alike, 'maximum'),
  }
}

function unsureKeys(all: readonly SchemaFacts[], alternatives: readonly SchemaFacts[]): ReadonlySet<string> {
  const sure = all.flatMap(({ properties, unsure }) => [...properties.keys()].filter((key) => !unsure.has(key)))
  const objects = alternatives.filter(({ properties }) => properties.size > 0)
  const inSome = [...all, ...objects].flatMap(({ properties }) => [...properties.keys()])
  const inAll = inSome.filter(
    (key) => objects.length > 0 && objects.every(({ properties, unsure }) => properties.has(key) && !unsure.has(key)),
  )
  const known = new Set([...sure, ...inAll])
  return new Set(inSome.filter((key) => !known.has(key)))
}

/** A key that several describe means what they all say. */
function joinedProperties(all: readonly SchemaFacts[]): ReadonlyMap<string, unknown> {
  const joined = new Map<string, unknown[]>()
  for (const { properties } of all)
    for (const [name, schema] of properties) {
      const known = joined.get(name)
      if (known === undefined) joined.set(name, [schema])
      else if (!known.includes(schema)) known.push(schema)
    }
  return new Map([...joined].map(([name, schemas]) => [name, schemas.length === 1 ? schemas[0] : { allOf: schemas }]))
}

function first<K extends keyof SchemaFacts>(all: readonly SchemaFacts[], key: K): SchemaFacts[K] | undefined {
  return all.find((facts) => facts[key] !== undefined)?.[key]
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
