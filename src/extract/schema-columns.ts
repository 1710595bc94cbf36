import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import type { ColumnHint, Hints } from '../contracts/resource.ts'
import { isRecord } from '../values/is-record.ts'

type Columns = Readonly<Record<string, ColumnHint>>
type SchemaHints = { readonly columns: Columns; readonly nestedHints: Readonly<Record<string, { columns: Columns }>> }

/** JSON Schema's names for types, and dlt's. */
const TYPES: Readonly<Record<string, string>> = { integer: 'bigint', number: 'double', string: 'text', boolean: 'bool' }
const FORMATS: Readonly<Record<string, string>> = { 'date-time': 'timestamp', date: 'date', time: 'time' }

/**
 * The columns that a Standard Schema describes, where its library can show it as JSON Schema: fields of objects as the
 * columns they become, lists of the row itself as nested tables. What it says of no type (any, records, unions) is left to the data.
 */
export function schemaHints(schema: StandardSchemaV1, depth = 1000): SchemaHints {
  const columns: Record<string, ColumnHint> = {}
  const nestedHints: Record<string, { columns: Columns }> = {}
  const walk = (
    node: unknown,
    place: { readonly path: readonly string[]; readonly left: number; readonly into: Record<string, ColumnHint> },
  ) => {
    for (const [name, field] of Object.entries(recordOf(recordOf(node).properties))) {
      if (name.includes('.') || name.includes('__')) continue
      const path = [...place.path, name]
      const key = path.join('__')
      const { type, node: shown } = typeIn(field)
      const dataType = dataTypeOf(type, shown)
      if (dataType !== undefined) place.into[key] = { dataType }
      else if (place.left <= 0 && (type === 'object' || type === 'array')) place.into[key] = { dataType: 'json' }
      else if (type === 'object') walk(shown, { ...place, path, left: place.left - 1 })
      else if (type === 'array' && path.length === 1 && place.into === columns)
        nestList(path, shown.items, place.left - 1)
    }
  }
  const nestList = (path: readonly string[], items: unknown, left: number) => {
    const into: Record<string, ColumnHint> = {}
    const { type, node } = typeIn(items)
    const dataType = dataTypeOf(type, node)
    if (dataType !== undefined) into.value = { dataType }
    else if (type === 'object') walk(node, { path: [], left, into })
    if (Object.keys(into).length > 0) nestedHints[path.join('.')] = { columns: into }
  }
  walk(jsonSchemaOf(schema), { path: [], left: depth, into: columns })
  return { columns, nestedHints }
}

/** Hints of a resource over those of its schema. */
export function withSchemaHints(hints: Hints, schema: StandardSchemaV1): Hints {
  const { columns, nestedHints } = schemaHints(schema, hints.maxTableNesting)
  const own = isList(hints.columns)
    ? Object.fromEntries(hints.columns.map(({ name, ...hint }) => [name, hint]))
    : hints.columns
  const merged: Record<string, ColumnHint> = { ...columns }
  for (const [name, hint] of Object.entries(own ?? {})) merged[name] = { ...merged[name], ...hint }
  const nested = { ...nestedHints, ...hints.nestedHints }
  return {
    ...hints,
    ...(Object.keys(merged).length === 0 ? {} : { columns: merged }),
    ...(Object.keys(nested).length === 0 ? {} : { nestedHints: nested }),
  }
}

function jsonSchemaOf(schema: StandardSchemaV1): unknown {
  const props = schema['~standard']
  if (!hasJsonSchema(props)) return undefined
  // zod shows what JSON Schema has no word for (dates, bigints) as anything, where it is asked to
  for (const libraryOptions of [{ unrepresentable: 'any' }, undefined]) {
    try {
      return props.jsonSchema.output({ target: 'draft-2020-12', ...(libraryOptions && { libraryOptions }) })
    } catch {
      // tried without options next; a schema that cannot be shown leaves its columns to the data
    }
  }
  return undefined
}

function hasJsonSchema(props: object): props is StandardJSONSchemaV1.Props {
  return 'jsonSchema' in props && typeof recordOf(props.jsonSchema).output === 'function'
}

/** The one type of a field beside null, and the part that says more of it. */
function typeIn(field: unknown): {
  readonly type: string | undefined
  readonly node: Readonly<Record<string, unknown>>
} {
  const node = recordOf(field)
  const choices = listOf(node.anyOf ?? node.oneOf).filter((choice) => recordOf(choice).type !== 'null')
  if (choices.length === 1) return typeIn(choices[0])
  const types = listOf(node.type).length > 0 ? listOf(node.type).filter((type) => type !== 'null') : [node.type]
  return { type: types.length === 1 && typeof types[0] === 'string' ? types[0] : undefined, node }
}

function dataTypeOf(type: string | undefined, { format }: Readonly<Record<string, unknown>>): string | undefined {
  if (type === undefined) return undefined
  return (type === 'string' && typeof format === 'string' ? FORMATS[format] : undefined) ?? TYPES[type]
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? { ...value } : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isList(columns: Hints['columns']): columns is Extract<Hints['columns'], readonly unknown[]> {
  return Array.isArray(columns)
}
