import { isJsonObject, type JsonObject, objectOf } from './json-object.ts'

/** A stored document whose tables and columns are maps, not checked yet. */
export interface LooseSchema {
  readonly document: JsonObject
  readonly tables: ReadonlyMap<string, LooseTable>
}

/** A table's own properties (its columns among them, superseded by the map) and its columns in order. */
export interface LooseTable {
  readonly props: JsonObject
  readonly columns: ReadonlyMap<string, JsonObject>
}

/** A document of engine 7 or later as engine 11 would have written it, as dlt migrates it. */
export function migrateStored(schema: LooseSchema, engine: number): LooseSchema {
  let result = schema
  if (engine < 9) result = mapTables(result, markTablesWithRowIds)
  if (engine < 10) result = toEngine10(result)
  if (engine < 11) result = withNormalizers(result, { use_break_path_on_normalize: false })
  return mapTables(result, withoutNullFirst)
}

function markTablesWithRowIds(table: LooseTable): LooseTable {
  if (!table.columns.has('_dlt_id')) return table
  const normalizer = { ...objectOf(table.props['x-normalizer']), 'seen-data': true }
  return { ...table, props: { ...table.props, 'x-normalizer': normalizer } }
}

function toEngine10(schema: LooseSchema): LooseSchema {
  const { document } = schema
  const settings = objectOf(document.settings)
  const preferred = objectOf(settings.preferred_types)
  const hints = objectOf(settings.default_hints)
  const json = objectOf(objectOf(document.normalizers).json)
  const migrated = {
    ...schema,
    document: {
      ...document,
      settings: {
        ...settings,
        ...(Object.keys(preferred).length === 0
          ? {}
          : {
              preferred_types: Object.fromEntries(
                Object.entries(preferred).map(([pattern, type]) => [pattern, type === 'complex' ? 'json' : type]),
              ),
            }),
        ...(Object.keys(hints).length === 0
          ? {}
          : {
              default_hints: { ...without(hints, 'foreign_key'), row_key: ['_dlt_id'], parent_key: ['_dlt_parent_id'] },
            }),
      },
    },
  }
  const config = json.config
  const slim: JsonObject = isJsonObject(config) ? { json: { ...json, config: without(config, 'generate_dlt_id') } } : {}
  return mapTables(withNormalizers(migrated, slim), (table) => ({
    ...table,
    columns: new Map([...table.columns].map(([name, column]) => [name, columnToEngine10(name, column)])),
  }))
}

function columnToEngine10(name: string, column: JsonObject): JsonObject {
  const typed = column.data_type === 'complex' ? { ...column, data_type: 'json' } : column
  return {
    ...without(typed, 'foreign_key'),
    ...(name === '_dlt_id' ? { row_key: column.unique ?? false } : {}),
    ...(name === '_dlt_parent_id' ? { parent_key: column.foreign_key ?? false } : {}),
  }
}

function withoutNullFirst(table: LooseTable): LooseTable {
  const columns = new Map<string, JsonObject>()
  for (const [name, column] of table.columns) {
    const normalizer = objectOf(column['x-normalizer'])
    if (!normalizer['seen-null-first']) {
      columns.set(name, column)
    } else if ('data_type' in column) {
      const rest = without(normalizer, 'seen-null-first')
      const bare = without(column, 'x-normalizer')
      columns.set(name, Object.keys(rest).length === 0 ? bare : { ...bare, 'x-normalizer': rest })
    }
  }
  return { ...table, columns }
}

function withNormalizers(schema: LooseSchema, changed: JsonObject): LooseSchema {
  const normalizers = { ...objectOf(schema.document.normalizers), ...changed }
  return { ...schema, document: { ...schema.document, normalizers } }
}

function mapTables(schema: LooseSchema, change: (table: LooseTable) => LooseTable): LooseSchema {
  return { ...schema, tables: new Map([...schema.tables].map(([name, table]) => [name, change(table)])) }
}

function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _gone, ...rest } = object
  return rest
}
