import type { TableChange } from '../contracts/destination.ts'
import type { PackageReport, WidenedColumn } from '../contracts/load-package.ts'
import { printTable } from '../dataset/print-table.ts'

/** A column as a run would leave it. */
export interface PlannedColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  /** `new` or `was bigint`; absent: it stays as it is. */
  readonly change?: string
  readonly key?: 'primary' | 'merge'
}

/** A table that a run would load. */
export interface PlannedTable {
  readonly name: string
  readonly parent?: string
  readonly resource?: string
  readonly isNew: boolean
  readonly disposition: string
  /** Of a merge. */
  readonly strategy?: string
  /** Rows of the pages that were read. */
  readonly rows: number
  readonly columns: readonly PlannedColumn[]
}

/** What a run would do, told by the first pages of its resources. */
export interface PlanData {
  readonly pipeline: string
  readonly destination: string
  readonly dataset: string
  readonly location: string
  /** What was read for it. */
  readonly resources: PackageReport['resources']
  readonly tables: readonly PlannedTable[]
  /** What would change tables, in order, before the rows come. */
  readonly statements: readonly TableChange[]
  readonly discarded: PackageReport['discarded']
  readonly widened: readonly WidenedColumn[]
  readonly warnings: readonly string[]
}

/** What a run would do, as plain data and as text. */
export interface Plan extends PlanData {
  toString(): string
  toJSON(): PlanData
}

/** Adds text and JSON forms to a plan. */
export function planInfo(data: PlanData): Plan {
  return { ...data, toString: () => textOf(data), toJSON: () => data }
}

function textOf(plan: PlanData): string {
  const { pipeline, destination, dataset, location, resources, tables, statements, warnings } = plan
  const read = Object.entries(resources).map(([name, { pages, rows }]) => `${name} ${pages} page(s), ${rows} row(s)`)
  const changes = statements.map(({ sql, destructive }) => `${destructive ? '! ' : '  '}${sql}`)
  return [
    `Plan of pipeline ${pipeline} into ${destination}, dataset ${dataset} (${location}). Nothing was changed.`,
    `Read: ${read.join('; ') || 'nothing'}`,
    ...tables.map(tableText),
    section('Statements, those that destroy something marked with !', changes, 'none: every table is there'),
    ...(warnings.length === 0
      ? []
      : [
          section(
            'Warnings',
            warnings.map((text) => `  ${text}`),
            '',
          ),
        ]),
  ].join('\n\n')
}

function section(title: string, lines: readonly string[], none: string): string {
  return [`${title}:`, ...(lines.length === 0 ? [`  ${none}`] : lines)].join('\n')
}

function tableText(table: PlannedTable): string {
  const { name, parent, resource, isNew, disposition, strategy, rows, columns } = table
  const place = parent === undefined ? `resource ${resource ?? name}` : `below ${parent}`
  const how = strategy === undefined ? disposition : `${disposition} by ${strategy}`
  const cells = columns.map((column) => [
    column.name,
    column.type,
    column.nullable ? '' : 'not null',
    column.key ?? '',
    column.change ?? '',
  ])
  const head = `Table ${name}: ${isNew ? 'new, ' : ''}${how}, ${place}, ${rows} row(s) read`
  return `${head}\n${printTable(['column', 'type', 'null', 'key', 'change'], cells)}`
}
