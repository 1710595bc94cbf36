import type { Page } from '../contracts/page.ts'
import type { Resource } from '../contracts/resource.ts'
import { hintsToTables } from '../extract/hints-to-tables.ts'
import { cursorField } from '../extract/incremental/cursor-path.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { parseRows, rowBytes } from '../normalize/page-rows.ts'
import { type HintedSchema, mergeHints } from '../schema/merge-hints.ts'
import { normalizeTableName } from '../schema/normalize-table.ts'
import type { Schema } from '../schema/stored.ts'

/** Rows that belong to one table. */
export interface PagePart {
  /** Normalized. */
  readonly table: string
  readonly page: Page<unknown>
}

/** Sends pages to their tables and merges each table's hints into the schema when its first page comes. */
export class HintTables {
  readonly #naming: NamingConvention
  readonly #merged = new Set<string>()
  /** The schema with hints alone, no data: what dlt saves between extract and normalize. */
  hinted: Schema

  constructor(base: Schema, naming: NamingConvention) {
    this.hinted = base
    this.#naming = naming
  }

  /** The page, or where the table's name depends on the row, a part for each run of rows with one name. */
  parts(resource: Resource<string, unknown>, page: Page<unknown>): readonly PagePart[] {
    const { tableName } = resource.hints
    if (page.table !== undefined) return [{ table: this.#normalized(page.table), page }]
    if (typeof tableName !== 'function') return [{ table: this.#normalized(tableName ?? resource.name), page }]
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
  merge(resource: Resource<string, unknown>, table: string, schema: Schema): HintedSchema | undefined {
    const key = `${resource.name}\u0000${table}`
    if (this.#merged.has(key)) return undefined
    this.#merged.add(key)
    const { name, hints } = resource
    const cursorColumn = hints.incremental && cursorField(hints.incremental.cursorPath)
    const target = { resource: name, naming: this.#naming, table, ...(cursorColumn !== undefined && { cursorColumn }) }
    const tables = hintsToTables(hints, target)
    this.hinted = mergeHints(this.hinted, tables, { naming: this.#naming }).schema
    return mergeHints(schema, tables, { naming: this.#naming })
  }

  #normalized(name: string): string {
    return normalizeTableName(name, this.#naming)
  }
}

const isRow = (row: unknown): row is Readonly<Record<string, unknown>> => typeof row === 'object' && row !== null

function rowsOf(page: Page<unknown>, resource: string): readonly unknown[] {
  if ('rows' in page) return page.rows
  return 'bytes' in page ? parseRows(rowBytes(page, { resource }), page.format) : []
}
