import { ConfigError } from '../../../errors/tolva-error.ts'
import { datePlaceholders } from './date-placeholders.ts'
import { type Layout, type PlacedFile, prefixOf } from './layout.ts'

/** The moments that a path may tell. */
export interface PathMoments {
  /** When the package was made. */
  readonly package: Date
  /** What counts as now; as a rule the same. */
  readonly current: Date
}

/** Where a file lies below the dataset. */
export function filePath(layout: Layout, file: PlacedFile, moments: PathMoments): string {
  const { package: made, current } = moments
  return fill(layout.template, {
    ...namesOf(file),
    load_id: file.loadId,
    file_id: file.fileId,
    ext: file.ext,
    ...extraOf(layout, file),
    load_package_timestamp: String(Math.floor(made.getTime() / 1000)),
    load_package_timestamp_ms: String(made.getTime()),
    ...datePlaceholders(current),
  })
}

/** How the paths of a table's files begin. */
export function tablePrefix(layout: Layout, table: Pick<PlacedFile, 'schemaName' | 'tableName'>): string {
  return fill(prefixOf(layout.template), namesOf(table))
}

/**
 * The load that a file below a table's prefix says it belongs to; undefined: its path does not tell.
 * @param rest The path behind the table's prefix.
 */
export function loadOfPath(layout: Layout, rest: string): string | undefined {
  const behind = layout.template.slice(prefixOf(layout.template).length)
  if (!behind.includes('{load_id}')) return undefined
  const pattern = behind
    .split(/\{(.*?)\}/)
    .map((part, index) => (index % 2 === 0 ? literally(part) : part === 'load_id' ? '(\\d+\\.\\d+)' : '.+?'))
    .join('')
  return new RegExp(`^${pattern}$`, 's').exec(rest)?.[1]
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function namesOf({ schemaName, tableName }: Pick<PlacedFile, 'schemaName' | 'tableName'>) {
  return { schema_name: schemaName, table_name: tableName }
}

function extraOf({ extra }: Layout, file: PlacedFile): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(extra).map(([name, value]) => [name, String(typeof value === 'function' ? value(file) : value)]),
  )
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(.*?)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value !== undefined && value !== '') return value
    throw new ConfigError(`the placeholder ${whole} of the layout ${template} has no value`, {
      code: 'bad_layout',
      hint: `Let ${whole} be a text for every file.`,
    })
  })
}
