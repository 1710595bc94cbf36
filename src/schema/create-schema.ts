import { SchemaError } from '../errors/tolva-error.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { normalizePattern } from './name-pattern.ts'
import type { Json, Schema } from './stored.ts'
import { loadsTable, versionTable } from './system-tables.ts'

/** The engine whose stored form this code writes. */
export const ENGINE_VERSION = 11

/** The normalizer's name as it stands in every stored schema, byte for byte. */
export const JSON_NORMALIZER = 'dlt.common.normalizers.json.relational'

/** What differs from dlt's defaults. */
export interface NewSchemaOptions {
  /** Default: snake_case without a length limit. */
  readonly naming?: NamingConvention
  /** Laid over the default settings key by key: `detections`, `preferred_types`, `schema_contract`. */
  readonly settings?: Readonly<Record<string, Json>>
  /** Levels of objects and lists that are taken apart; absent: 1000. */
  readonly maxTableNesting?: number
  /** true: every root hands its row key down; false: none does; absent: where a merge needs it. */
  readonly rootKey?: boolean
}

/**
 * An empty schema: dlt's system tables and default hints, version 0 and no hash until `bumpVersion`.
 * @throws SchemaError `invalid_schema_name`.
 */
export function createSchema(name: string, options: NewSchemaOptions = {}): Schema {
  requireName(name)
  const naming = options.naming ?? namingConvention('snake_case')
  const config = {
    ...(options.maxTableNesting === undefined ? {} : { max_nesting: options.maxTableNesting }),
    ...(options.rootKey === undefined ? {} : { root_key_propagation: options.rootKey }),
  }
  const version = versionTable(naming)
  const loads = loadsTable(naming)
  return {
    version: 0,
    version_hash: '',
    engine_version: ENGINE_VERSION,
    name,
    tables: new Map([
      [version.name, version],
      [loads.name, loads],
    ]),
    settings: {
      detections: ['iso_timestamp'],
      default_hints: defaultHints(naming),
      ...normalizeSettings(options.settings ?? {}, naming),
    },
    normalizers: {
      names: naming.name,
      json: { module: JSON_NORMALIZER, ...(Object.keys(config).length === 0 ? {} : { config }) },
    },
    previous_hashes: [],
  }
}

/** The hints that every schema gives to dlt's own columns. */
export function defaultHints(naming: NamingConvention): Readonly<Record<string, readonly string[]>> {
  const [id, root, parent, index, load] = [
    '_dlt_id',
    '_dlt_root_id',
    '_dlt_parent_id',
    '_dlt_list_idx',
    '_dlt_load_id',
  ].map((column) => naming.normalizeIdentifier(column))
  return {
    not_null: [id!, root!, parent!, index!, load!],
    parent_key: [parent!],
    root_key: [root!],
    unique: [id!],
    row_key: [id!],
  }
}

function normalizeSettings(
  settings: Readonly<Record<string, Json>>,
  naming: NamingConvention,
): Readonly<Record<string, Json>> {
  const preferred = settings.preferred_types
  if (typeof preferred !== 'object' || preferred === null || Array.isArray(preferred)) return settings
  const entries = Object.entries(preferred).map(([pattern, type]) => [normalizePattern(pattern, naming), type ?? null])
  return { ...settings, preferred_types: Object.fromEntries(entries) }
}

function requireName(name: string): void {
  if (/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name) && [...name].length <= 64) return
  throw new SchemaError(`${JSON.stringify(name)} cannot be the name of a schema`, {
    code: 'invalid_schema_name',
    hint: 'Name the source with letters, digits and underscores, at most 64, not beginning with a digit.',
    context: { source: name },
  })
}
