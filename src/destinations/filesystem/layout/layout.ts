import { ConfigError } from '../../../errors/tolva-error.ts'
import { datePlaceholders } from './date-placeholders.ts'

/** dlt's own. */
export const DEFAULT_LAYOUT = '{table_name}/{load_id}.{file_id}.{ext}'

/** What a placeholder of one's own may be told of a file. */
export interface PlacedFile {
  readonly schemaName: string
  readonly tableName: string
  readonly loadId: string
  readonly fileId: string
  /** `parquet`, `jsonl.gz`… */
  readonly ext: string
}

/** A placeholder of one's own: the same text for all files, or one for each. */
export type ExtraPlaceholder = string | number | ((file: PlacedFile) => string | number)
export type ExtraPlaceholders = Readonly<Record<string, ExtraPlaceholder>>

/** Where files lie below the dataset. */
export interface Layout {
  /** With `{ext}` at its end where it was not there. */
  readonly template: string
  readonly extra: ExtraPlaceholders
}

const STANDARD: readonly string[] = [
  'schema_name',
  'table_name',
  'load_id',
  'file_id',
  'ext',
  'load_package_timestamp',
  'load_package_timestamp_ms',
  ...Object.keys(datePlaceholders(new Date(0))),
]

const EXAMPLE = `An example of a layout: ${DEFAULT_LAYOUT}`

/**
 * Checks a layout by dlt's rules: known placeholders, `{table_name}` with at most `{schema_name}` before it and a separator behind
 * it, so that the files of a table are known by how their names begin.
 * @throws ConfigError `bad_layout`.
 */
export function parseLayout(text: string, extra: ExtraPlaceholders = {}): Layout {
  const names = placeholdersOf(text)
  const known = [...STANDARD, ...Object.keys(extra)]
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    const list = unknown.map((name) => `{${name}}`).join(', ')
    throw badLayout(text, `has placeholders that nobody fills: ${list}`, `Known are ${known.join(', ')}.`)
  }
  const table = names.indexOf('table_name')
  if (table === -1) throw badLayout(text, 'lacks {table_name}', EXAMPLE)
  const before = names.slice(0, table).filter((name) => name !== 'schema_name')
  if (before.length > 0) {
    throw badLayout(text, `has {${before[0]}} before {table_name}`, `Only {schema_name} may stand there. ${EXAMPLE}`)
  }
  const template = names.includes('ext') ? text : `${text}.{ext}`
  if (prefixOf(template).endsWith('{')) throw badLayout(text, 'has no separator behind {table_name}', EXAMPLE)
  return { template, extra }
}

/** The placeholders of a template in their order. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(/\{(.*?)\}/g)].map((match) => match[1] ?? '')
}

/** The part by which the files of a table are known: to one character behind its name. */
export function prefixOf(template: string): string {
  const name = '{table_name}'
  return template.slice(0, template.indexOf(name) + name.length + 1)
}

function badLayout(text: string, what: string, hint: string): ConfigError {
  return new ConfigError(`the layout ${text} ${what}`, { code: 'bad_layout', hint })
}
