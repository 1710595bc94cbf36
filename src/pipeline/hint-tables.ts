import type { Page } from '../contracts/page.ts'
import type { Hints, Resource } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { hintsToTables } from '../extract/hints-to-tables.ts'
import { cursorField } from '../extract/incremental/cursor-path.ts'
import { HintedRow } from '../extract/with-hints.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { parseRows, rowBytes } from '../normalize/page-rows.ts'
import { filledIn } from '../schema/fill-dispositions.ts'
import { type HintedSchema, mergeHints } from '../schema/merge-hints.ts'
import { normalizeTableName } from '../schema/normalize-table.ts'
import type { Schema, Table } from '../schema/stored.ts'

/** Rows that belong to one table. */
export interface PagePart {
  /** Normalized. */
  readonly table: string
  readonly page: Page<unknown>
  /** Hints of rows that brought their own; absent: the resource's. */
  readonly hints?: Hints
  /** true: the hints are those of a variant of the resource's table. */
  readonly variant?: boolean
}

/** Sends pages to their tables and merges each table's hints into the schema when its first page comes. */
export class HintTables {
  readonly #naming: NamingConvention
  /** What was merged last, by resource and table. */
  readonly #merged = new Map<string, Hints | undefined>()
  /** Hints that rows laid over those of their resource, for all rows behind them. */
  readonly #changed = new Map<string, Hints>()
  /** The schema with hints alone, no data: what dlt saves between extract and normalize. */
  hinted: Schema

  constructor(base: Schema, naming: NamingConvention) {
    this.hinted = base
    this.#naming = naming
  }

  /** The page, or where the table's name depends on the row, a part for each run of rows with one name. */
  parts(resource: Resource<string, unknown>, page: Page<unknown>): readonly PagePart[] {
    if ('rows' in page && page.rows.some((row) => row instanceof HintedRow))
      return this.#hintedParts(resource, page.rows)
    const changed = this.#changed.get(resource.name)
    if (changed !== undefined)
      return this.#plainParts(resource.with(changed), page).map((part) => ({ ...part, hints: changed }))
    return this.#plainParts(resource, page)
  }

  #plainParts(resource: Resource<string, unknown>, page: Page<unknown>): readonly PagePart[] {
    const { tableName } = resource.hints
    if (page.table !== undefined) return [{ table: this.#normalized(page.table), page }]
    if (typeof tableName !== 'function') return [{ table: this.#normalized(tableName ?? resource.name), page }]
    if ('file' in page || 'arrow' in page) throw tableOfFile(resource.name)
    const parts: { table: string; page: { rows: unknown[] } }[] = []
    for (const row of rowsOf(page, resource.name)) {
      const table = this.#normalized(tableName(isRow(row) ? row : { value: row }))
      const last = parts.at(-1)
      if (last?.table === table) last.page.rows.push(row)
      else parts.push({ table, page: { rows: [row] } })
    }
    return parts
  }

  /** `schema` with the hints of the table merged in; undefined where they were merged before. */
  merge(resource: Resource<string, unknown>, part: PagePart, schema: Schema): HintedSchema | undefined {
    const { table, hints, variant = false } = part
    const key = `${resource.name}\u0000${table}`
    if (this.#merged.has(key) && this.#merged.get(key) === hints) return undefined
    this.#merged.set(key, hints)
    const { incremental } = resource.hints
    const cursorColumn = incremental && cursorField(incremental.cursorPath)
    const tables = hintsToTables(
      { ...resource.hints, ...hints },
      {
        resource: resource.name,
        naming: this.#naming,
        table,
        variant,
        ...(cursorColumn !== undefined && { cursorColumn }),
      },
    )
    this.hinted = mergeHints(this.hinted, tables, { naming: this.#naming }).schema
    return mergeHints(schema, tables.map(withDisposition(schema)), { naming: this.#naming })
  }

  #hintedParts(resource: Resource<string, unknown>, rows: readonly unknown[]): readonly PagePart[] {
    return rows.flatMap((row) => {
      if (!(row instanceof HintedRow)) return this.parts(resource, { rows: [row] })
      const page = { rows: [row.row] }
      if (row.variant) {
        const hinted = this.#plainParts(resource.with(row.hints), page)
        return hinted.map((part) => ({ ...part, hints: row.hints, variant: true }))
      }
      this.#changed.set(resource.name, { ...this.#changed.get(resource.name), ...row.hints })
      return this.parts(resource, page)
    })
  }

  #normalized(name: string): string {
    return normalizeTableName(name, this.#naming)
  }
}

function tableOfFile(resource: string): ConfigError {
  return new ConfigError(`the table of ${resource} depends on its rows, and a page that is a file or Arrow has none`, {
    code: 'table_of_file',
    hint: "Say where the page goes: { file, format, table: 'items' }.",
    context: { resource },
  })
}

/** A table that is there keeps its disposition, a new one has the default. */
const withDisposition = (schema: Schema) => (table: Table) => (schema.tables.has(table.name) ? table : filledIn(table))

const isRow = (row: unknown): row is Readonly<Record<string, unknown>> => typeof row === 'object' && row !== null

function rowsOf(page: Page<unknown>, resource: string): readonly unknown[] {
  if ('rows' in page) return page.rows
  return 'bytes' in page ? parseRows(rowBytes(page, { resource }), page.format) : []
}
