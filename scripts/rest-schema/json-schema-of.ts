import { snakeCase } from '../../src/sources/rest-api/from-snake-case.ts'
import type { ObjectShape, Shape } from '../../src/sources/rest-api/shape.ts'
import type { Described } from './described-type.ts'

/** A JSON Schema, draft 7: the one that editors know best. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Definitions by name; filled by `jsonSchemaOf` with what stands in several places. */
export type Definitions = Map<string, JsonSchema>

/** What the types say: of the whole, and of shapes that stand where no type says what they mean. */
export interface Meaning {
  readonly described: Described
  readonly meanings: ReadonlyMap<Shape, Described>
}

/**
 * The JSON Schema of what a file in snake_case may hold at a place of that shape; undefined where a file can hold nothing, as for
 * functions.
 */
export function jsonSchemaOf(root: Shape, { described, meanings }: Meaning, definitions: Definitions): JsonSchema {
  const repeated = repeatedShapes(root)
  const names = new Map<Shape, string>()

  function schemaOf(shape: Shape, type: Described | undefined, key: string): JsonSchema | undefined {
    if (!repeated.has(shape)) return inline(shape, type, key)
    const known = names.get(shape)
    if (known !== undefined) return { $ref: `#/definitions/${known}` }
    const name = freeName(snakeCase(key), definitions)
    names.set(shape, name)
    definitions.set(name, {})
    const schema = inline(shape, type, key)
    if (schema === undefined) definitions.delete(name)
    else definitions.set(name, schema)
    return schema && { $ref: `#/definitions/${name}` }
  }

  function inline(shape: Shape, type: Described | undefined, key: string): JsonSchema | undefined {
    switch (shape.kind) {
      case 'any':
        return {}
      case 'text':
      case 'secret':
        return { type: 'string' }
      case 'number':
      case 'integer':
      case 'boolean':
      case 'null':
        return { type: shape.kind }
      case 'words':
        return { enum: shape.words }
      case 'function':
      case 'value':
        return undefined
      case 'list': {
        const items = schemaOf(shape.of, type, key)
        return items && { type: 'array', items }
      }
      case 'map': {
        const values = schemaOf(shape.of, type?.values(), key)
        return values && { type: 'object', additionalProperties: values }
      }
      case 'object':
        return objectSchema(shape, type)
      case 'typed':
        return typedSchema(shape, type)
      case 'either':
        return anyOf(shape.shapes.map((one) => schemaOf(one, type, key)))
    }
  }

  function objectSchema(shape: ObjectShape, type: Described | undefined, tag?: JsonSchema): JsonSchema {
    const properties = Object.entries(shape.keys).flatMap(([key, inner]) => {
      const member = type?.member(key)
      const schema = schemaOf(inner, member?.type, key)
      if (schema === undefined) return []
      return [[snakeCase(key), member?.doc === undefined ? schema : { description: member.doc, ...schema }] as const]
    })
    return {
      type: 'object',
      ...(tag?.description === undefined ? {} : { description: tag.description }),
      properties: { ...(tag && { type: tag.type }), ...Object.fromEntries(properties) },
      ...required([...(tag?.required === true ? ['type'] : []), ...shape.required.map(snakeCase)]),
      ...(shape.extensible && { patternProperties: { '^x-': {} } }),
      additionalProperties: false,
    }
  }

  function typedSchema(shape: Extract<Shape, { kind: 'typed' }>, type: Described | undefined): JsonSchema {
    const objects = Object.entries(shape.types).map(([name, inner]) => {
      const variant = meanings.get(inner) ?? type?.variant(name)
      const tag = { type: { const: name }, required: shape.default !== name, description: variant?.doc }
      return objectSchema(inner, variant, tag)
    })
    const alone = Object.entries(shape.types).filter(([, { required }]) => required.length === 0)
    return anyOf([...(shape.alone ? [{ enum: alone.map(([name]) => name) }] : []), ...objects]) ?? {}
  }

  return schemaOf(root, described, 'configuration') ?? {}
}

function anyOf(schemas: readonly (JsonSchema | undefined)[]): JsonSchema | undefined {
  const possible = schemas.filter((schema) => schema !== undefined)
  const [only] = possible
  if (possible.length <= 1) return only
  const scalars = possible.map((schema) => (Object.keys(schema).join() === 'type' ? schema.type : undefined))
  return scalars.includes(undefined) ? { anyOf: possible } : { type: scalars }
}

function required(keys: readonly string[]): JsonSchema {
  return keys.length === 0 ? {} : { required: keys }
}

function freeName(wanted: string, taken: Definitions): string {
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number += 1) if (!taken.has(`${wanted}_${number}`)) return `${wanted}_${number}`
}

/** What is worth a definition: containers that stand in several places. */
function repeatedShapes(root: Shape): ReadonlySet<Shape> {
  const seen = new Set<Shape>()
  const repeated = new Set<Shape>()
  const visit = (shape: Shape): void => {
    if (seen.has(shape)) {
      if (isContainer(shape)) repeated.add(shape)
      return
    }
    seen.add(shape)
    for (const inner of innerShapes(shape)) visit(inner)
  }
  visit(root)
  return repeated
}

function isContainer(shape: Shape): boolean {
  if (shape.kind === 'either') return shape.shapes.some(isContainer)
  return shape.kind === 'object' || shape.kind === 'typed'
}

function innerShapes(shape: Shape): readonly Shape[] {
  if (shape.kind === 'list' || shape.kind === 'map') return [shape.of]
  if (shape.kind === 'object') return Object.values(shape.keys)
  if (shape.kind === 'typed') return Object.values(shape.types)
  return shape.kind === 'either' ? shape.shapes : []
}
