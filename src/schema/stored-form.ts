import { inflateSync } from 'node:zlib'
import { SchemaError } from '../errors/tolva-error.ts'
import { EXACT, entriesOf, parseExact } from '../values/exact-json.ts'
import { bumpVersion } from './bump-version.ts'
import { ENGINE_VERSION } from './create-schema.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { type LooseSchema, migrateStored } from './migrate-stored.ts'
import type { Column, Json, Schema, Table } from './stored.ts'
import { isColumn, isNormalizers, isTable } from './stored-guards.ts'

const OLDEST_ENGINE = 7

/**
 * The schema as dlt's JSON document, keys in dlt's order. Objects with integer-like names among their keys carry their
 * order under `EXACT`; `storedText` is the safe way to write it.
 */
export function toStored(schema: Schema): JsonObject {
  const tables = [...schema.tables].map(([name, table]) => {
    const columns = [...table.columns].map(([column, { ...props }]) => [column, props] as const)
    return [name, { ...table, columns: orderedObject(columns) }] as const
  })
  return { ...documentKeys(schema), tables: orderedObject(tables) }
}

/** The schema as compact JSON in dlt's key order: the text in `_dlt_version.schema`. */
export function storedText(schema: Schema): string {
  return textOf(documentKeys(schema))
}

/**
 * A schema from its stored form: JSON text (also base64 of deflated text, as dlt writes long ones) or the parsed value.
 * Older engines are migrated and defaults of root tables filled in, which raises the version as dlt does.
 * @param options.asIs true: nothing is migrated, filled in or raised.
 * @throws SchemaError `newer_engine`, `engine_too_old`, `invalid_schema`.
 */
export function fromStored(stored: string | Uint8Array | Json, options: { readonly asIs?: boolean } = {}): Schema {
  const document = parse(stored)
  const engine = document.engine_version
  if (typeof engine !== 'number') throw invalid('it has no engine_version')
  const name = typeof document.name === 'string' ? document.name : '?'
  if (engine > ENGINE_VERSION) {
    throw new SchemaError(`schema ${name} was written by engine ${engine}, this is engine ${ENGINE_VERSION}`, {
      code: 'newer_engine',
      hint: 'Update tolva, or load with the dlt that wrote it.',
      context: { source: name },
    })
  }
  if (engine < OLDEST_ENGINE) {
    throw new SchemaError(`schema ${name} was written by engine ${engine}, which is too old`, {
      code: 'engine_too_old',
      hint: 'Run the pipeline once with dlt 1.x, which migrates it.',
      context: { source: name },
    })
  }
  const loose = looseSchema(document)
  if (options.asIs) return schemaOf(loose, engine)
  return bumpVersion(schemaOf(withDefaults(migrateStored(loose, engine)), ENGINE_VERSION))
}

function parse(stored: string | Uint8Array | Json): JsonObject {
  if (typeof stored !== 'string' && !(stored instanceof Uint8Array)) return requireObject(stored, 'it')
  const text = typeof stored === 'string' ? stored : new TextDecoder().decode(stored)
  const json = text.trimStart().startsWith('{') ? Buffer.from(text) : inflateSync(Buffer.from(text, 'base64'))
  return requireObject(parseExact(json), 'it')
}

function looseSchema(document: JsonObject): LooseSchema {
  const tables = entriesOf(requireObject(document.tables ?? {}, 'tables')).map(([name, value]) => {
    const table = requireObject(value, `table ${name}`)
    const columns = entriesOf(requireObject(table.columns ?? {}, `columns of ${name}`)).map(
      ([column, definition]) => [column, requireObject(definition, `column ${name}.${column}`)] as const,
    )
    return [name, { props: table, columns: new Map(columns) }] as const
  })
  return { document, tables: new Map(tables) }
}

function schemaOf(loose: LooseSchema, engine: number): Schema {
  const { document } = loose
  const { name, version, normalizers } = document
  if (typeof name !== 'string') throw invalid('it has no name')
  if (!isNormalizers(normalizers)) throw invalid('it has no normalizers')
  const previous = Array.isArray(document.previous_hashes) ? document.previous_hashes : []
  return {
    version: typeof version === 'number' ? version : 0,
    version_hash: typeof document.version_hash === 'string' ? document.version_hash : '',
    engine_version: engine,
    name,
    tables: new Map([...loose.tables].map(([table, { props, columns }]) => [table, tableOf(table, props, columns)])),
    settings: isJsonObject(document.settings) ? document.settings : {},
    normalizers,
    previous_hashes: previous.filter((hash) => typeof hash === 'string'),
    ...(typeof document.imported_version_hash === 'string'
      ? { imported_version_hash: document.imported_version_hash }
      : {}),
    ...(typeof document.description === 'string' ? { description: document.description } : {}),
  }
}

function tableOf(name: string, props: JsonObject, loose: ReadonlyMap<string, JsonObject>): Table {
  const columns = new Map<string, Column>()
  for (const [column, definition] of loose) {
    const named = { ...definition, name: column }
    if (!isColumn(named)) throw invalid(`column ${column} of table ${name} is not a column`)
    columns.set(column, named)
  }
  const table = { ...props, name, columns }
  if (!isTable(table)) throw invalid(`table ${name} is not a table`)
  return table
}

function withDefaults({ document, tables }: LooseSchema): LooseSchema {
  const filled = [...tables].map(([name, table]) => {
    const { write_disposition = 'append', resource = name } = table.props
    const props = table.props.parent ? table.props : { ...table.props, write_disposition, resource }
    return [name, { ...table, props }] as const
  })
  return { document, tables: new Map(filled) }
}

function documentKeys(schema: Schema) {
  return {
    version: schema.version,
    version_hash: schema.version_hash,
    engine_version: schema.engine_version,
    name: schema.name,
    tables: schema.tables,
    settings: schema.settings,
    normalizers: schema.normalizers,
    previous_hashes: schema.previous_hashes,
    ...(schema.imported_version_hash ? { imported_version_hash: schema.imported_version_hash } : {}),
    ...(schema.description ? { description: schema.description } : {}),
  }
}

function orderedObject(entries: readonly (readonly [string, Json])[]): JsonObject {
  const object: JsonObject = Object.fromEntries(entries)
  const order = entries.map(([key]) => key)
  if (!order.some((key) => /^\d+$/.test(key))) return object
  return Object.assign(object, { [EXACT]: { order } })
}

function textOf(value: unknown): string {
  if (value instanceof Map) return objectText([...value])
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`
  if (isJsonObject(value)) return objectText(entriesOf(value).filter(([, item]) => item !== undefined))
  return JSON.stringify(value)
}

function objectText(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`
}

function requireObject(value: unknown, what: string): JsonObject {
  if (isJsonObject(value)) return value
  throw invalid(`${what} is not an object`)
}

function invalid(why: string): SchemaError {
  return new SchemaError(`not a stored schema: ${why}`, {
    code: 'invalid_schema',
    hint: 'Restore the schema from `_dlt_version`, or load with refresh.',
  })
}
