import type { DispositionOptions, Hints } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Column, Json, WriteDisposition } from '../schema/stored.ts'
import { snakeCase } from './snake-case.ts'

/** A write disposition in stored form: table hints, and the columns that its strategy adds or marks. */
export interface StoredDisposition {
  readonly table: { readonly write_disposition: WriteDisposition; readonly [hint: `x-${string}`]: Json }
  /** Laid over the hinted columns, new ones at the end. */
  readonly columns: readonly Column[]
}

const DISPOSITIONS: readonly string[] = ['append', 'replace', 'merge', 'skip']
const STRATEGIES: readonly string[] = ['delete-insert', 'scd2', 'upsert', 'insert-only', 'cdc']

/** Table hint of each option, in dlt's order. */
const TABLE_HINTS = {
  strategy: 'x-merge-strategy',
  deduplicated: 'x-stage-data-deduplicated',
  source_filter: 'x-merge-source-filter',
  destination_scope: 'x-merge-destination-scope',
  skip_unchanged_rows: 'x-merge-skip-unchanged-rows',
} as const

/** Strategies that understand an option; an option that is not listed is understood by all. */
const STRATEGIES_OF: Readonly<Record<string, readonly string[]>> = {
  source_filter: ['delete-insert', 'scd2', 'upsert', 'cdc'],
  destination_scope: ['delete-insert', 'scd2', 'cdc'],
  skip_unchanged_rows: ['upsert', 'cdc'],
  row_version_column_name: ['scd2', 'upsert', 'cdc'],
}

const OPTIONS: readonly string[] = [
  'disposition',
  ...Object.keys(TABLE_HINTS),
  'without_keys',
  'row_version_column_name',
  'validity_column_names',
  'active_record_timestamp',
  'boundary_timestamp',
]

/**
 * Translates a write disposition.
 * @param columns What is hinted already: a row version column keeps its other hints.
 * @throws ConfigError `invalid_disposition`.
 */
export function storedDisposition(
  hint: NonNullable<Hints['writeDisposition']>,
  columns: ReadonlyMap<string, Column>,
): StoredDisposition {
  const options = optionsOf(hint)
  const disposition = requireDisposition(options.get('disposition'))
  if (disposition !== 'merge') return { table: { write_disposition: disposition }, columns: [] }
  requireOptions(options)
  const hints: Record<`x-${string}`, Json> = {}
  for (const [option, name] of Object.entries(TABLE_HINTS)) {
    const value = options.get(option)
    if (value !== undefined && isSet(value)) hints[name] = value
  }
  const boundary = options.get('boundary_timestamp')
  if (options.get('strategy') === 'scd2' && boundary !== undefined) hints['x-boundary-timestamp'] = boundary
  return { table: { ...hints, write_disposition: 'merge' }, columns: strategyColumns(options, columns) }
}

function strategyColumns(options: ReadonlyMap<string, Json>, columns: ReadonlyMap<string, Column>): readonly Column[] {
  const version = options.get('row_version_column_name')
  if (options.get('strategy') === 'scd2') return scd2Columns(options)
  if (typeof version !== 'string' || !options.get('skip_unchanged_rows')) return []
  return [{ ...columns.get(version), name: version, nullable: false, 'x-row-version': true }]
}

function scd2Columns(options: ReadonlyMap<string, Json>): readonly Column[] {
  const names = options.get('validity_column_names')
  const [from, to] = Array.isArray(names) ? names.map(String) : ['_dlt_valid_from', '_dlt_valid_to']
  const version = options.get('row_version_column_name')
  return [
    { name: from ?? '_dlt_valid_from', data_type: 'timestamp', nullable: true, 'x-valid-from': true },
    {
      name: to ?? '_dlt_valid_to',
      data_type: 'timestamp',
      nullable: true,
      'x-valid-to': true,
      'x-active-record-timestamp': options.get('active_record_timestamp') ?? null,
    },
    {
      name: typeof version === 'string' ? version : '_dlt_id',
      nullable: false,
      'x-row-version': true,
      unique: false,
      row_key: false,
    },
  ]
}

function optionsOf(hint: WriteDisposition | DispositionOptions): ReadonlyMap<string, Json> {
  if (typeof hint === 'string') return new Map([['disposition', hint]])
  const options = new Map<string, Json>()
  for (const [key, value] of Object.entries(hint)) if (value !== undefined) options.set(snakeCase(key), value)
  return options
}

function requireDisposition(value: Json | undefined): WriteDisposition {
  if (value === 'append' || value === 'replace' || value === 'merge' || value === 'skip') return value
  throw invalid(`${JSON.stringify(value)} is not a write disposition`, `Use one of ${DISPOSITIONS.join(', ')}.`)
}

function requireOptions(options: ReadonlyMap<string, Json>): void {
  const unknown = [...options.keys()].find((option) => !OPTIONS.includes(option))
  if (unknown) throw invalid(`a merge has no option ${unknown}`, `Use one of ${OPTIONS.join(', ')} in camelCase.`)
  const strategy = options.get('strategy')
  if (strategy === undefined) return
  if (!STRATEGIES.includes(String(strategy))) {
    throw invalid(`${JSON.stringify(strategy)} is not a merge strategy`, `Use one of ${STRATEGIES.join(', ')}.`)
  }
  for (const [option, strategies] of Object.entries(STRATEGIES_OF)) {
    if (isSet(options.get(option)) && !strategies.includes(String(strategy))) {
      throw invalid(`strategy ${strategy} has no option ${option}`, `It belongs to ${strategies.join(', ')}.`)
    }
  }
}

function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== ''
}

function invalid(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: 'invalid_disposition', hint })
}
